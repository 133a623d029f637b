# What the commands in bin/ share. Sourced, not run.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$ROOT"
mkdir -p tmp

# Bundler is told by the environment, so that nobody's own configuration is needed or changed.
export BUNDLE_GEMFILE="$ROOT/Gemfile" BUNDLE_PATH="$ROOT/vendor/bundle" BUNDLE_FROZEN=true
export BUNDLE_SILENCE_ROOT_WARNING=true BUNDLE_IGNORE_MESSAGES=true
# Ruby reads our sources as UTF-8 even on a machine with no locale set.
export LANG=C.UTF-8 LC_ALL=C.UTF-8

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

die() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}

# help_if_asked ARGS… : where --help is among them, shows what the command's first lines say, and ends it.
help_if_asked() {
  if [[ " $* " == *" --help "* ]]; then
    sed -n '2,${/^#/!q;s/^# \{0,1\}//;p}' "bin/$(basename "$0")"
    exit
  fi
}

# with_progress LABEL CMD… : runs a long command quietly, showing that it lives; its output only if it fails.
with_progress() {
  local label=$1 log pid tenths=0
  shift
  log=$(mktemp "$ROOT/tmp/log.XXXXXX")
  say "$label"
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
    ((++tenths % 100)) || printf '    … %d s\n' $((tenths / 10)) >&2
  done
  if ! wait "$pid"; then
    cat "$log" >&2
    rm -f "$log"
    die "Failed: $label"
  fi
  rm -f "$log"
}

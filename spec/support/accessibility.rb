# frozen_string_literal: true

# `expect(page).to be_accessible`: axe finds no breach of WCAG 2.2 AA in what the plugin puts on the page, in light and
# dark colours. The rest of the page is core's: a part counts as the plugin's by its class or id, which takes in
# core's components inside of it (buttons, forms, whole dialogs).
module EncryptedMessagesAccessibility
  AXE = File.expand_path("../../node_modules/axe-core/axe.min.js", __dir__)
  OWN =
    %w[class*=encrypted-messages- id^=encrypted-messages-].map do |attribute|
      "[#{attribute}]:not(html):not(body)"
    end
  OPTIONS = {
    runOnly: %w[wcag2a wcag2aa wcag21a wcag21aa wcag22aa],
    rules: {
      "target-size": {
        enabled: true, # of WCAG 2.2, which axe leaves out unless asked
      },
    },
    resultTypes: %w[violations],
    elementRef: true,
  }.freeze
  # Rule => selector of what core itself gets wrong, wherever it is used.
  FAULTS_OF_CORE = {
    # FormKit's button that shows a password has no name.
    "button-name" => ".form-kit__control-password-toggle",
    # White on the tertiary colour of core's default palette has a contrast of 3.9:1 (buttons, a minimised composer's bar),
    # as has the other way round the word on the buttons that leave a dialog or quote what is selected; what its chooser of
    # members says while it is empty one of 3.7:1, and small actions one of 4.3:1; what stands on its danger colour in the dark one of 4.3:1, like FormKit's errors
    # there, and links on the background of FormKit's summary of errors one of 2.9:1; themes choose their own.
    "color-contrast" =>
      ".btn-primary, .btn-primary *, .btn-danger, .btn-danger *, .d-modal-cancel *, .quote-button *, .composer-controls *, " \
        ".select-kit .formatted-selection, .small-action *, .form-kit__errors *, .form-kit__errors-summary a",
    "link-in-text-block" => ".form-kit__errors-summary a",
  }.freeze
  SCHEMES = %w[light dark].freeze

  # How many parts are shown, and the breaches in them as lines.
  SCRIPT = <<~JS
    async ([own, options, faultsOfCore]) => {
      const shown = [...document.querySelectorAll(own.join())].filter((part) => part.checkVisibility());
      if (shown.length === 0) {
        return { shown: 0, breaches: [] };
      }
      const { violations } = await axe.run({ include: shown }, options);
      return {
        shown: shown.length,
        breaches: violations.flatMap(({ id, help, nodes }) =>
          nodes
            .filter(({ element }) => !faultsOfCore[id] || !element.matches(faultsOfCore[id]))
            .map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`)
        ),
      };
    }
  JS

  # @return [Array<String>] a line for each breach; one if there is nothing to look at
  def self.breaches(session)
    session.driver.with_playwright_page do |page|
      # What happens to lie under the pointer has core's colours for that.
      page.mouse.move(0, 0)
      page.evaluate(File.read(AXE)) if !page.evaluate("'axe' in window")
      SCHEMES.flat_map do |scheme|
        page.emulate_media(colorScheme: scheme)
        result = page.evaluate(SCRIPT, arg: [OWN, OPTIONS, FAULTS_OF_CORE])
        next ["#{scheme}: nothing of the plugin is shown"] if result["shown"].zero?
        result["breaches"].map { |breach| "#{scheme}: #{breach}" }
      end
    ensure
      page.emulate_media(colorScheme: "light")
    end
  end
end

RSpec::Matchers.define :be_accessible do
  match do |session|
    if !File.exist?(EncryptedMessagesAccessibility::AXE)
      skip "axe-core is not there: run pnpm install in the plugin's folder"
    end
    @breaches = EncryptedMessagesAccessibility.breaches(session)
    @breaches.empty?
  end

  failure_message { "expected no breach of WCAG 2.2 AA, but:\n\n#{@breaches.join("\n\n")}" }
end

# `expect(page).to fit_its_width`: nothing makes the page scroll sideways; `fit_its_width(320)`: in a window of that width
# neither.
RSpec::Matchers.define :fit_its_width do |*widths|
  match do |session|
    session.driver.with_playwright_page do |page|
      size = page.viewport_size
      @wider =
        [size, *widths.map { |width| { width: width, height: 640 } }].filter_map do |viewport|
          page.viewport_size = viewport
          shown, allowed = page.evaluate(<<~JS)
            () =>
              new Promise((resolve) =>
                requestAnimationFrame(() => {
                  const { scrollWidth, clientWidth } = document.documentElement;
                  resolve([scrollWidth, clientWidth]);
                })
              )
          JS
          "#{shown}px in #{allowed}px" if shown > allowed
        end
    ensure
      page.viewport_size = size
    end
    @wider.empty?
  end

  failure_message { "expected a page that fits its width, but it takes #{@wider.join(", ")}" }
end

# `expect(page).to have_targets_in_reach`: whatever of the plugin's can be tapped can be scrolled to, is covered by
# nothing, and is at least 24 px high and wide (WCAG 2.5.8, here without the exceptions, but for links in a text).
RSpec::Matchers.define :have_targets_in_reach do
  match do |session|
    session.driver.with_playwright_page do |page|
      @missed = page.evaluate(<<~JS, arg: EncryptedMessagesAccessibility::OWN)
        async (own) => {
          // A dialog slides in; what turns for ever is not waited for.
          const moving = document
            .getAnimations()
            .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity);
          await Promise.allSettled(moving.map(({ finished }) => finished));
          const targets = "a[href], button:enabled, input:enabled:not([tabindex='-1']), textarea:enabled, summary";
          const dialog = document.querySelector(".d-modal, .dialog-container:not([aria-hidden=true]) .dialog-content");
          const isOwn = (element) => element.closest(own.join()) && (!dialog || dialog.contains(element));
          // the header covers what is at the top, an open composer what is further down
          const isInReach = (target) =>
            ["center", "start", "end"].some((block) => {
              target.scrollIntoView({ block });
              const { left, right, top, bottom } = target.getBoundingClientRect();
              const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
              return left >= 0 && right <= innerWidth && target.contains(hit);
            });
          return [...document.querySelectorAll(targets)].flatMap((element) => {
            if (!isOwn(element) || !element.checkVisibility() || getComputedStyle(element).display === "inline") {
              return [];
            }
            const target = (element.type === "checkbox" && element.closest("label")) || element;
            const { width, height } = target.getBoundingClientRect();
            const faults = [
              (width < 24 || height < 24) && `is ${width} x ${height} px`,
              !isInReach(target) && "is out of the window or covered",
            ].filter(Boolean);
            return faults.map((fault) => `${element.cloneNode().outerHTML} ${fault}`);
          });
        }
      JS
    end
    @missed.empty?
  end

  failure_message { "expected targets in a finger's reach, but:\n#{@missed.join("\n")}" }
end

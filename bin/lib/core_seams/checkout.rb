# frozen_string_literal: true

module CoreSeams
  # The files of a Discourse checkout, wherever its client lies.
  class Checkout
    # Module path of core's client → folders it was in since August 2025, the newest first.
    CLIENT = {
      %r{\A(admin|dialog-holder|float-kit|select-kit|truth-helpers)(?=/|\z)} => [
        'frontend/discourse/\1',
        'frontend/\1/addon',
        'app/assets/javascripts/\1/addon',
        'app/assets/javascripts/\1/src',
      ],
      /\Adiscourse-i18n\z/ => %w[
        frontend/discourse-i18n/src/index
        app/assets/javascripts/discourse-i18n/src/index
      ],
      %r{\Apretty-text(?=/)} => %w[
        frontend/pretty-text/addon
        app/assets/javascripts/pretty-text/addon
      ],
      // => %w[frontend/discourse/app/ app/assets/javascripts/discourse/app/],
    }.freeze
    ENDINGS = %w[.gts .gjs .ts .js .hbs .d.ts /index.gjs /index.ts /index.js /index.d.ts].freeze
    SOURCES = {
      client: %w[{frontend,app/assets/javascripts}/**/*.{gts,gjs,ts,js,hbs}],
      server: %w[{app,lib}/**/*.rb plugins/*/{plugin.rb,app/**/*.rb,lib/**/*.rb}],
      styles: %w[app/assets/stylesheets/**/*.scss],
    }.freeze
    NOT_SOURCES = %r{(\A|/)(node_modules|tests?|spec|vendor|dist)/}

    attr_reader :root

    def initialize(root)
      @root = File.expand_path(root)
      @texts = {}
      @all = {}
    end

    # "3.5.0.beta9"; nil where the folder does not say.
    def version
      return @version if defined?(@version)
      @version = text("lib/version.rb")&.[](/STRING\s*=\s*"([^"]+?)(?:-dev)?"/, 1)
    end

    # @param name [String] a path, or of the client a module's without its ending
    # @return [Array<String>] paths that are there: a source, and declarations of it
    def paths(name)
      return [name].select { |path| file?(path) } if name.match?(/\.\w+\z/)
      CLIENT
        .filter_map { |pattern, folders| folders.map { |f| name.sub(pattern, f) } if name[pattern] }
        .first
        .product(ENDINGS)
        .map(&:join)
        .select { |path| file?(path) }
        .partition { |path| path.end_with?(".d.ts") }
        .flat_map { |found| found.first(1) }
    end

    # The text of a file, nil where there is none.
    def text(path)
      @texts[path] ||= (File.read(absolute(path), encoding: "UTF-8").scrub if file?(path))
    end

    # Files elsewhere that say `words`.
    def saying(words, kind)
      all(kind).select { |path| text(path).include?(words) }
    end

    def absolute(path)
      File.join(root, path)
    end

    private

    def file?(path)
      File.file?(absolute(path))
    end

    def all(kind)
      @all[kind] ||= Dir.glob(SOURCES.fetch(kind), base: root).grep_v(NOT_SOURCES).sort
    end
  end
end

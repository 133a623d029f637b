# frozen_string_literal: true

module CoreSeams
  # What one file of the client uses of core.
  class UsedByClient
    # Plugin API → kind, for what it is given first.
    FIRST = {
      /render(?:InOutlet|BeforeWrapperOutlet|AfterWrapperOutlet)/ => "outlets",
      /register(?:Value|Behavior)Transformer/ => "transformers",
      /registerModelTransformer/ => "model_transformers",
      /modifyClass(?:Static)?/ => "classes",
      /onAppEvent|appEvents\??\.(?:on|one|trigger)/ => "events",
    }.freeze
    FIELDS = /\bserialize(OnCreate|OnUpdate|ToDraft|ToTopic)\(\s*"(\w+)"/
    MODELS = /\baddModel\w+\(\s*("[\w-]+"|\w+),\s*"(\w+)"/
    OWN = /\Aencrypted[_-]?messages|\Aencrypted[A-Z_]|\A--?\w+\z/i
    # What core writes into a text and this plugin only lets pass.
    COOKED = /^const CLASSES = \[.*?\];$/m

    # @return [Array<String>] "client/selectors .d-editor"
    def self.in_styles(text)
      without_comments = text.gsub(%r{/\*.*?\*/}m, "").gsub(%r{(^|\s)//.*}, "")
      selectors =
        without_comments.scan(/([^{};]*)\{/m).flatten.reject { |s| s.strip.start_with?("@") }
      selectors.flat_map { |selector| in_selector(selector) }.uniq
    end

    def self.in_selector(selector)
      selector
        .scan(/([.#])(-{0,2}[a-zA-Z][\w-]*)/)
        .reject { |_, name| name.match?(OWN) }
        .map { |sign, name| "client/selectors #{sign}#{name}" }
    end

    def initialize(text)
      @text = text.gsub(%r{/\*.*?\*/}m, "").gsub(%r{^\s*//.*}, "")
    end

    def names
      found = firsts + models + fields + api + services + modules + selectors + texts + settings
      found.uniq
    end

    private

    def firsts
      FIRST.flat_map do |call, kind|
        @text
          .to_enum(:scan, /\b(?:#{call.source})(?:<[^>]*>)?\(\s*("[^"]+"|\w+)/)
          .map { Regexp.last_match }
          .flat_map { |match| literals(match[1], match.pre_match) }
          .map { |name| "client/#{kind} #{name}" }
      end
    end

    def models
      @text
        .to_enum(:scan, MODELS)
        .map { Regexp.last_match }
        .reject { |match| match[2].match?(OWN) }
        .flat_map do |match|
          literals(match[1], match.pre_match).map { |m| "client/models #{m}##{match[2]}" }
        end
    end

    # The literal, or those of the loop that the variable is of.
    def literals(written, before)
      return [written.delete('"')] if written.start_with?('"')
      loops = before.scan(/for \(const #{written} of \[([^\]]*)\]\)/).flatten
      loops.any? ? loops.last.scan(/"([^"]+)"/).flatten : ["(#{written}, which is no literal)"]
    end

    def fields
      @text
        .scan(FIELDS)
        .reject { |_, name| name.match?(OWN) }
        .map { |map, name| "client/fields #{map} #{name}" }
    end

    def api
      @text.scan(/\bapi\s*\.(\w+)\(/).flatten.map { |name| "client/api #{name}" }
    end

    # Also controllers and the like, by their whole name.
    def services
      injected =
        @text
          .scan(/@service(?:\("([\w-]+)"\))?\s+declare (?:readonly )?(\w+)/)
          .map { |name, property| name || property.gsub(/(?<=[a-z])(?=[A-Z])/, "-").downcase }
      looked_up = @text.scan(%r{"((?:service|controller|route):[\w/-]+)"}).flatten
      known = injected + looked_up.map { |name| name.delete_prefix("service:") }
      known
        .reject { |name| name.match?(OWN) || name.start_with?("route:") || modified?(name) }
        .map { |name| "client/services #{name}" }
    end

    def modified?(name)
      @text.match?(/modifyClass\(\s*"#{name}"/)
    end

    def modules
      @text
        .scan(/^import (\w*(?:, )?(?:\{[^}]*\})?) from "((?:discourse|pretty-text)[^"]*)"/)
        .flat_map do |imported, path|
          named = imported[/\{(.*)\}/m, 1].to_s.split(",").map(&:strip)
          names = named.reject { |n| n.empty? || n.start_with?("type ") }.map { |n| n[/\A\w+/] }
          names << "default" if imported.match?(/\A\w/)
          names.map { |name| "client/modules #{path.delete_prefix("discourse/")}##{name}" }
        end
    end

    def selectors
      text = @text.gsub(COOKED, "")
      named = text.scan(/^(?:export )?const [A-Z_]+ =\s*"([^"]+)"/).flatten.grep(/\A[.#][a-z]/)
      looked_for =
        text.scan(/(?:querySelector(?:All)?|closest|matches)(?:<[^>]*>)?\(\s*"([^"]+)"/).flatten
      classes = text.scan(/(?:classList\.\w+\(\s*|\{\{(?:body|html)Class )"([\w-]+)"/).flatten
      [*named, *looked_for, *classes.map { |name| ".#{name}" }].flat_map do |selector|
        self.class.in_selector(selector)
      end
    end

    # Keys of core's texts.
    def texts
      keys = @text.scan(/(?:\bi18n\(\s*|\{\{i18n |@\w+=)"([a-z]\w*(?:\.\w+)+)"/).flatten
      keys.reject { |key| key.match?(OWN) }.map { |key| "client/texts #{key}" }
    end

    def settings
      names = @text.scan(/\b(?:siteSettings|settings)\??\.(\w+)/).flatten
      names.grep_v(OWN).grep(/_|\Atitle\z/).map { |name| "server/settings #{name}" }
    end
  end
end

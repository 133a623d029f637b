# frozen_string_literal: true

require "yaml"

module CoreSeams
  # What a seam needs of a file of core, as a question to the file's facts and text. The answer is true; or in words what is
  # otherwise; or nil where the file has nothing of that name.
  module Demands
    # @!attribute words what a file that answers must say, for looking elsewhere
    Demand = Struct.new(:label, :words, :ask)

    module_function

    # @return [Demand]
    def of(seam)
      name, spec = seam.name, seam.spec
      kind = seam.kind.split("/").last

      case seam.kind
      when "client/outlets", "client/transformers"
        given(kind, name, spec)
      when "client/classes"
        method("members", seam.part, spec)
      when "client/members", "client/models", "client/services"
        seam.part.empty? ? there(name) : member(seam.part)
      when "client/api"
        method("members", name, spec)
      when "client/events"
        event(name, spec)
      when "client/modules"
        exported(seam.part)
      when "client/fields"
        field(*name.split)
      when "client/selectors"
        selector(name.sub(/\A[.#]/, ""))
      when "client/model_transformers"
        word(name)
      when "client/texts"
        key(["en", "js", *name.split(".")])
      when "client/source", "server/source"
        source(name)
      when "server/prepends", "server/constants"
        seam.part.empty? ? constant(name) : overridden(seam)
      when "server/api"
        method("methods", name, spec)
      when "server/events", "server/modifiers", "server/filters"
        triggered(kind, name, spec)
      when "server/serializers"
        constant("#{name.split("_").map(&:capitalize).join}Serializer")
      when "server/settings"
        setting(name)
      when "server/columns"
        column(seam.part)
      else
        raise ArgumentError, "core-seams.yml: there is no kind #{seam.kind}"
      end
    end

    # An outlet or a transformer gives all that is taken.
    def given(list, name, wanted)
      ask = ->(facts, _) do
        uses = facts.dig(list, name) or next
        next true if uses.any? { |given| given && (wanted - given).empty? }
        given = uses.map { |names| names ? names.join(", ") : "what cannot be read" }
        "gives (#{given.join(" or ")}), not (#{wanted.join(", ")})"
      end
      Demand.new(name, name, ask)
    end

    # @param takes [String, nil] parameters as the source has them; nil for anything, and for what is no method
    def method(list, name, takes)
      ask = ->(facts, _) do
        found = facts.dig(list, name) or next
        # of JavaScript's, whether one may be left out is only said
        if takes.nil? || found.compact.any? { |given| given.delete("?") == takes.delete("?") }
          next true
        end
        "takes (#{found.map { |given| given || "nothing that can be read" }.uniq.join(" or ")}), not (#{takes})"
      end
      Demand.new(name, name.delete_prefix("self."), ask)
    end

    # Declared, or made by being written to.
    def member(name)
      ask = ->(facts, text) do
        facts.dig("members", name) || text.match?(/\.#{name}\b|"#{name}"/) ? true : nil
      end
      Demand.new(name, name, ask)
    end

    # @param seam [List::Seam] its spec are parameters, or the words of core's that make the method
    def overridden(seam)
      return source(seam.spec.fetch("made_by")) if seam.spec.is_a?(Hash)
      own = "self." if seam.owner.end_with?(".singleton_class")
      method("methods", "#{own}#{seam.part}", seam.spec)
    end

    # Its file is all that is asked for.
    def there(name)
      Demand.new(name, name, ->(_, _) { true })
    end

    # @param arguments [Integer] how many at least
    def event(name, arguments)
      ask = ->(facts, _) do
        counts = facts.dig("events", name) or next
        next true if counts.any? { |count| count >= arguments }
        "gives #{counts.max} arguments, not #{arguments}"
      end
      Demand.new(name, name, ask)
    end

    # @param arguments [String] as the source has them
    def triggered(list, name, arguments)
      ask = ->(facts, _) do
        found = facts.dig(list, name)&.map { |given| given.join(", ") } or next
        next true if found.include?(arguments)
        "gives (#{found.uniq.join(" or ")}), not (#{arguments})"
      end
      Demand.new(name, ":#{name}", ask)
    end

    def exported(name)
      ask = ->(facts, _) { (facts["exports"] || []).intersect?([name, "*"]) || nil }
      Demand.new(name, name == "default" ? "export default" : name, ask)
    end

    def constant(name)
      name = name.delete_suffix(".singleton_class")
      ask = ->(facts, _) { (facts["constants"] || []).include?(name) || nil }
      Demand.new(name, name.split("::").last, ask)
    end

    # Of the comment below a model, or of what makes the table.
    def column(name)
      ask = ->(_, text) do
        text.match?(/^#  #{name} +:|^ *(?:t\.\w+|add_column :\w+,) :#{name}\b/) || nil
      end
      Demand.new(name, name, ask)
    end

    def word(name)
      Demand.new(name, name, ->(_, text) { text.match?(/(?<![\w-])#{name}(?![\w-])/) || nil })
    end

    # Core's maps of what a composer sends where, by the end of the plugin API's name.
    MAPS = {
      "OnCreate" => "_create_serializer",
      "OnUpdate" => "_update_serializer",
      "ToDraft" => "_draft_serializer",
      "ToTopic" => "_edit_topic_serializer",
    }.freeze

    def field(map, name)
      ask = ->(_, text) do
        fields = text[/#{MAPS.fetch(map)} = \{([^}]*)\}/, 1] or next
        fields.match?(/^\s*#{name}:/) || "has no #{name} in #{MAPS.fetch(map)}"
      end
      Demand.new(name, MAPS.fetch(map), ask)
    end

    # A classic component makes a class "is-open" of its property "isOpen".
    def selector(name)
      property = name.gsub(/-(\w)/) { $1.upcase }
      own = word(name).ask
      bound = ->(text) { property != name && text.include?("\"#{property}\"") }
      Demand.new(name, name, ->(facts, text) { own.call(facts, text) || bound.call(text) || nil })
    end

    # Words of the source, however they are spaced.
    def source(words)
      squeezed = words.gsub(/\s+/, "")
      Demand.new(words, words, ->(_, text) { text.gsub(/\s+/, "").include?(squeezed) || nil })
    end

    # One of the site's settings, or what core's source makes of some.
    def setting(name)
      Demand.new(
        name,
        name,
        ->(_, text) { text.match?(/^  #{name}:|:#{name}\b|def self\.#{name}$/) || nil },
      )
    end

    # @param path [Array<String>] in a YAML file
    def key(path)
      ask = ->(_, text) { YAML.safe_load(text, aliases: true).dig(*path) ? true : nil }
      Demand.new(path.join("."), path.last, ask)
    end
  end
end

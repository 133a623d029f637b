# frozen_string_literal: true

require "yaml"

module CoreSeams
  # What core-seams.yml lists.
  class List
    FIELDS = %w[names file by breaks].freeze
    # Kinds whose names have parts (methods, members, exports, columns), and those where the name itself is asked for, too.
    WHOLE = %w[server/prepends server/constants].freeze
    PARTED = [
      *WHOLE,
      *%w[
        client/classes
        client/members
        client/models
        client/modules
        client/services
        server/columns
      ],
    ].freeze

    # One thing of core that the plugin relies on.
    # @!attribute kind "client/outlets"
    # @!attribute spec what of it: arguments, parameters, members; by kind
    # @!attribute files of core, any of which has it
    # @!attribute by files of ours that rely on it
    Seam =
      Struct.new(:kind, :name, :spec, :files, :by, :breaks, keyword_init: true) do
        def id
          "#{kind} #{name}"
        end

        # The name without its part, and the part; "" where there is none.
        def owner
          PARTED.include?(kind) ? name[/\A[^#]*/] : name
        end

        def part
          PARTED.include?(kind) ? name[/#(.*)/, 1].to_s : ""
        end

        def by
          Array(self[:by])
        end

        def client?
          kind.start_with?("client/")
        end
      end

    attr_reader :seams

    def self.read(folder)
      new(File.read(File.join(folder, "core-seams.yml"), encoding: "UTF-8"))
    end

    # @param text [String] of core-seams.yml
    def initialize(text)
      document = YAML.safe_load(text)
      @compared = document.fetch("compared")
      @known = document.fetch("known_differences", {})
      @groups =
        document
          .slice("client", "server")
          .flat_map do |side, kinds|
            kinds.flat_map { |kind, groups| groups.map { |group| ["#{side}/#{kind}", group] } }
          end
      @seams = @groups.flat_map { |kind, group| seams_of(kind, group) }
    end

    # @return [String] commit or version at which a seam was last compared
    def compared(seam)
      commits = @compared.fetch("files").values_at(*seam.files).compact
      commits.any? ? commits.join(", ") : @compared.fetch(seam.client? ? "client" : "server")
    end

    # @return [Hash] name of a seam → why it is otherwise in that version of core
    def known(version)
      (@known[version] || []).each_with_object({}) do |group, reasons|
        group["seams"].each { |id| reasons[id] = group["why"] }
      end
    end

    # @return [Array<String>] what is wrong with the list itself
    def faults
      ids = seams.map(&:id)
      unknown = @known.keys.flat_map { |version| known(version).keys } - ids
      unread = @compared.fetch("files").keys - seams.flat_map(&:files)
      doubled = ids.tally.select { |_, count| count > 1 }.keys
      @groups.flat_map { |kind, group| faults_of(kind, group) } +
        unknown.map { |id| "\"#{id}\" is a known difference, and not listed" } +
        unread.map { |file| "#{file} was compared, and nothing is listed of it" } +
        doubled.map { |id| "\"#{id}\" is there twice" }
    end

    private

    # A module is its own file. What has parts is a seam for each, so that a difference of one hides none of another.
    def seams_of(kind, group)
      (group["names"] || {}).flat_map do |name, spec|
        files = Array(group["file"] || (name if kind == "client/modules"))
        seam = ->(full_name, own) do
          Seam.new(
            kind:,
            name: full_name,
            spec: own,
            files:,
            by: group["by"],
            breaks: group["breaks"],
          )
        end
        next [seam.call(name.to_s, spec)] if !PARTED.include?(kind)

        parts = (spec || {}).map { |part, own| seam.call("#{name}##{part}", own) }
        WHOLE.include?(kind) || parts.empty? ? [seam.call(name.to_s, nil), *parts] : parts
      end
    end

    def faults_of(kind, group)
      wanted = kind == "client/modules" ? FIELDS - %w[file] : FIELDS
      missing = wanted.select { |field| group[field].to_s.delete("[]{} ").empty? }
      missing.map { |field| "#{kind}: a group says no `#{field}`" } +
        (group.keys - FIELDS).map { |field| "#{kind}: `#{field}` means nothing" }
    end
  end
end

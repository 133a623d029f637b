# frozen_string_literal: true

module CoreSeams
  # What one file of the server uses of core.
  class UsedByServer
    # What no file of Discourse itself defines: Ruby's, Rails' and the gems'.
    FOREIGN = %w[
      ActionController
      ActionDispatch
      ActiveRecord
      ActiveSupport
      ArgumentError
      Array
      Base64
      CBOR
      Concurrent
      Date
      Dir
      Digest
      ENV
      EOFError
      ERB
      Encoding
      File
      FileUtils
      Hash
      I18n
      Integer
      JSON
      Kernel
      Mail
      MessageBus
      NameError
      Nokogiri
      Numeric
      Object
      OpenSSL
      Rails
      RailsMultisite
      Rake
      RangeError
      Regexp
      Set
      StandardError
      String
      Struct
      Symbol
      SystemCallError
      SystemStackError
      Time
      URI
      YAML
    ].freeze
    CALLS = {
      /(?<![\w.])on\(:(\w+)|DiscourseEvent\.on\(:(\w+)/ => "events",
      /\bregister_modifier\(:(\w+)/ => "modifiers",
      /\bFilter\.register\(:(\w+)/ => "filters",
      /\badd_to_serializer\(\s*:(\w+)/ => "serializers",
    }.freeze
    PREPENDS = /\b([A-Z][\w:]*)(\.singleton_class)?\.prepend\(/
    # A row of the table of extensions, `EncryptedMessages::Seams`.
    ROW = /\{\s*to: "(.*?)",.*?because:/m
    IN_PLUGIN_FILE = /^ *([a-z]\w+[?!]?)(?=[ (])(?! *(?:=|do\b))/
    NOT_CODE = [
      /<<~(\w+).*?^\s*\1$/m,
      /"(?:[^"\\]|\\.)*"/,
      /%[wi]\[[^\]]*\]/m,
      /%r\{.*?\}[imx]*$/m,
      %r{(?<=[(= ])/[^/\n]+/},
      %r{^ */$.*?^ */x}m,
    ].freeze
    RUBYS = %w[after_initialize end else elsif if module require_relative unless].freeze

    def initialize(path, text)
      @path = path
      @text = text.gsub(/^\s*#.*/, "").gsub(/ # [a-z].*/i, "")
    end

    def names
      (prepends + calls + api + constants + settings).uniq
    end

    private

    def prepends
      beside =
        @text.scan(PREPENDS).map { |owner, singleton| "server/prepends #{owner}#{singleton}" }
      rows = @text.to_enum(:scan, ROW).map { Regexp.last_match }
      beside + rows.flat_map { |row| row(row[1], row[0]) }
    end

    def row(owner, text)
      words = ->(field) { text[/#{field}: %[iw]\[(.*?)\]/m, 1].to_s.split }
      changed = text.match?(/class_methods: true/) ? "#{owner}.singleton_class" : owner
      methods = words["overrides"] + words["needs"]
      ["server/prepends #{changed}", *methods.map { |name| "server/prepends #{changed}##{name}" }] +
        words["columns"].map { |name| "server/columns #{owner}##{name}" }
    end

    def calls
      CALLS.flat_map do |call, kind|
        @text.scan(call).map { |found| "server/#{kind} #{found.compact.first}" }
      end
    end

    # Methods of core's Plugin::Instance.
    def api
      own = @path == "plugin.rb" ? @text.scan(IN_PLUGIN_FILE).flatten - RUBYS : []
      (own + @text.scan(/\bplugin\.(\w+)\(/).flatten).map { |name| "server/api #{name}" }
    end

    # Of core, or of other plugins: what no file of ours defines is left for the rule to tell.
    def constants
      code = NOT_CODE.reduce(@text) { |text, pattern| text.gsub(pattern, " ") }
      code
        .scan(/(?<![\w:.\\])(?:::)?([A-Z]\w*(?:::[A-Z]\w*)*)/)
        .flatten
        .reject { |name| FOREIGN.include?(name[/\A\w+/]) || name.match?(/\A[A-Z\d_]+\z|Encrypted/) }
        .map { |name| "server/constants #{name}" }
    end

    def settings
      @text
        .scan(/SiteSetting\.([a-z]\w*)/)
        .flatten
        .grep_v(/\Aencrypted_messages/)
        .map { |name| "server/settings #{name.delete_suffix("_map")}" }
    end
  end
end

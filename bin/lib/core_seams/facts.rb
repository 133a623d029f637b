# frozen_string_literal: true

require "json"
require "open3"
require_relative "ruby_facts"

module CoreSeams
  # What files of a checkout offer, read once: those of the client by client_facts.mjs.
  class Facts
    READER = File.expand_path("client_facts.mjs", __dir__)
    Unreadable = Class.new(StandardError)

    def initialize(checkout)
      @checkout = checkout
      @read = {}
    end

    # Reads many files of the client at once, since each start of the reader costs a second.
    def prepare(paths)
      unread =
        paths.uniq.reject { |path| path.end_with?(".rb", ".scss", ".yml") || @read.key?(path) }
      return if unread.empty?

      found = read_client(unread.map { |path| @checkout.absolute(path) })
      unread.each { |path| @read[path] = found.fetch(@checkout.absolute(path)) }
    end

    # @raise [Unreadable] rather than that a file which cannot be read counts as one that lacks something
    def of(path)
      prepare([path])
      facts = (@read[path] ||= path.end_with?(".rb") ? read_ruby(path) : {})
      raise Unreadable, "#{path} cannot be read: #{facts["error"]}" if facts["error"]
      facts
    end

    private

    # The same text has the same facts, in whatever checkout it is: specs look at few texts in many.
    READ = {}
    private_constant :READ

    def read_client(files)
      texts = files.to_h { |file| [file, [File.extname(file), File.read(file)]] }
      unread = files.reject { |file| READ.key?(texts[file]) }
      ask_reader(unread).each { |file, facts| READ[texts[file]] = facts } if unread.any?
      files.to_h { |file| [file, READ[texts[file]]] }
    end

    def ask_reader(files)
      output, status = Open3.capture2("node", READER, stdin_data: JSON.generate(files))
      raise Unreadable, "node #{READER} failed" if !status.success?
      JSON.parse(output)
    end

    def read_ruby(path)
      RubyFacts.new(@checkout.text(path)).to_h
    end
  end
end

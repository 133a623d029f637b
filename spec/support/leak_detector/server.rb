# frozen_string_literal: true

module EncryptedMessages
  class LeakDetector
    # What the server saw, kept and sent out: each request whole, the log with every SQL statement, every column of
    # every table, every mail, what was published to open pages, and members' archives.
    class Server
      # Rack middleware. Sees what a browser's own tools may not show, such as the body of a beacon.
      class Recorder
        class << self
          attr_accessor :requests
        end

        def initialize(app)
          @app = app
        end

        def call(env)
          self.class.requests&.push(recorded(env))
          @app.call(env)
        end

        private

        def recorded(env)
          input = env["rack.input"]
          body = input&.read.to_s
          # Rack 3 inputs need not rewind, so the application gets a new one.
          env["rack.input"] = StringIO.new(body) if input
          head = env.select { |name, value| name.match?(/\A[A-Z_]+\z/) && value.is_a?(String) }
          [head.map { |pair| pair.join(": ") }.join("\n"), body].map(&:b).join("\n\n")
        end
      end

      # Prepended to MessageBus.
      module Publications
        class << self
          attr_accessor :messages
        end

        def publish(channel, data, ...)
          Publications.messages&.push("#{channel} #{data.to_json}")
          super
        end
      end

      def initialize
        @started = Time.now
        @requests = []
        @messages = []
        @log = StringIO.new
      end

      def start
        Recorder.requests = @requests
        Publications.messages = @messages
        @loggers = [Rails.logger, ActiveRecord::Base.logger].compact.uniq
        @levels = @loggers.map(&:level)
        # A logger may be shared by name only: what it writes at any level goes to ours as well.
        @tap = Logger.new(@log, level: Logger::DEBUG)
        @loggers.each { |logger| logger.level = Logger::DEBUG }
        @broadcast = @loggers.map { |logger| tap_logger(logger) }
      end

      def stop
        Recorder.requests = nil
        Publications.messages = nil
        @broadcast.each(&:call)
        @loggers.zip(@levels) { |logger, level| logger.level = level }
      end

      # Channel => list of texts
      def texts
        {
          "requests as the server got them" => @requests.dup,
          "the log" => @log.string.lines,
          "the message bus" => @messages.dup,
          "archives" => archives,
          "mails" => ActionMailer::Base.deliveries.flat_map { |mail| mail_texts(mail) },
        }.merge(rows)
      end

      private

      # Returns what undoes it.
      def tap_logger(logger)
        if logger.respond_to?(:broadcast_to)
          logger.broadcast_to(@tap)
          -> { logger.stop_broadcasting_to(@tap) }
        else
          tap = @tap
          original = logger.method(:add)
          logger.define_singleton_method(:add) do |severity, message = nil, progname = nil, &block|
            tap.add(severity, message || progname, &block)
            original.call(severity, message, progname, &block)
          end
          -> { logger.singleton_class.remove_method(:add) }
        end
      end

      # "table <name>" => each row in PostgreSQL's own text form, in which bytea is hexadecimal. All in one query: there
      # are many tables, most of them empty, and this is asked after every example.
      def rows
        connection = ActiveRecord::Base.connection
        queries =
          connection.tables.map do |table|
            name = connection.quote("table #{table}")
            "SELECT #{name}, t::text FROM #{connection.quote_table_name(table)} t"
          end
        rows = connection.select_rows(queries.join(" UNION ALL "))
        rows.group_by(&:first).transform_values { |named| named.map(&:last) }
      end

      # Files of archives that members asked for. Other examples may leave theirs behind.
      def archives
        files =
          Dir[File.join(UserExport.base_directory, "**", "*")].select { |path| File.file?(path) }
        files.select { |path| File.mtime(path) >= @started }.map { |path| File.binread(path) }
      end

      def mail_texts(mail)
        parts = mail.multipart? ? mail.all_parts.reject(&:multipart?) : [mail]
        [mail.encoded, mail.subject.to_s, *parts.map { |part| part.decoded.to_s }]
      end
    end
  end
end

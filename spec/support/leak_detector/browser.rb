# frozen_string_literal: true

module EncryptedMessages
  class LeakDetector
    # What leaves the browsers and what they keep: requests to anywhere, sockets, the console, and storage.
    class Browser
      STORAGE = File.read(File.join(__dir__, "browser_storage.js")).strip.delete_suffix(";")

      # Tells the running detector of each Capybara session as it is first used.
      module Watched
        def visit(...)
          LeakDetector.current&.browser&.watch(self)
          super
        end
      end

      def initialize
        @contexts = {}
        @seen = { "requests" => [], "sockets" => [], "console" => [] }
      end

      # session: a Capybara::Session; each has a browser context (profile) of its own
      def watch(session)
        session.driver.with_playwright_page do |page|
          context = page.context
          next if @contexts.key?(context)

          @contexts[context] = session
          context.on("request", ->(request) { @seen["requests"] << request_text(request) })
          context.on("console", ->(message) { @seen["console"] << message.text })
          context.on("page", ->(opened) { watch_sockets(opened) })
          context.pages.each { |opened| watch_sockets(opened) }
        end
      end

      # Channel => list of texts. Call while the sessions are still open.
      def texts
        sent = @seen.to_h { |name, texts| ["browser: #{name}", texts.dup] }
        sent.merge("browser: storage" => @contexts.keys.flat_map { |context| stored(context) })
      end

      private

      def request_text(request)
        body = request.post_data_buffer
        [request.url, request.headers.to_a.map { |pair| pair.join(": ") }, body].flatten
          .compact
          .map(&:b)
          .join("\n")
      end

      def watch_sockets(page)
        page.on(
          "websocket",
          ->(socket) do
            @seen["sockets"] << socket.url
            socket.on("framesent", ->(payload) { @seen["sockets"] << payload.to_s })
          end,
        )
      end

      def stored(context)
        context.cookies.map { |cookie| cookie.values_at("name", "value").join("=") } +
          context
            .pages
            .select { |page| page.url.start_with?("http") }
            .flat_map { |page| page.evaluate(STORAGE) }
      rescue ::Playwright::Error => error
        # A context that the example itself has closed keeps nothing any more.
        raise if !error.message.match?(/closed/)
        []
      end
    end
  end
end

# frozen_string_literal: true

# The page's connection to the site, made worse than it is.
RSpec.shared_context "with a bad connection" do
  # What is asked of the site by such an address is answered only after the block.
  def while_waiting_for(address)
    held = []
    page.driver.with_playwright_page do |shown|
      shown.route(address, ->(route, _request) { held << route })
    end
    yield
  ensure
    page.driver.with_playwright_page do |shown|
      shown.unroute(address)
      held.each(&:continue)
    end
  end

  # Each is what happens to one POST /posts; later ones go through.
  def disturb_posts(*disturbances)
    page.driver.with_playwright_page do |shown|
      shown.route(
        %r{/posts(\.json)?$},
        ->(route, request) do
          disturbance = disturbances.shift if request.method == "POST"
          disturbance ? disturbance.call(route) : route.continue
        end,
      )
    end
  end

  # The site does what it is asked, and nobody hears of it.
  def lose_answer(route, _request = nil)
    route.fetch
    route.abort
  end

  # There is no network at all until the end of the block.
  def while_offline
    page.driver.with_playwright_page { |shown| shown.context.set_offline(true) }
    yield
  ensure
    page.driver.with_playwright_page { |shown| shown.context.set_offline(false) }
  end

  # Chromium's own "Slow 3G", for a page that is there already: ms, and bytes a second.
  def slow_down(latency: 400, bytes: 50_000)
    page.driver.with_playwright_page do |shown|
      # kept, since the conditions end with it
      @slowed = shown.context.new_cdp_session(shown)
      @slowed.send_message("Network.enable")
      @slowed.send_message(
        "Network.emulateNetworkConditions",
        params: {
          offline: false,
          latency:,
          downloadThroughput: bytes,
          uploadThroughput: bytes,
        },
      )
    end
  end
end

# frozen_string_literal: true

# One browser for all sessions of the process, and to each what a browser of its own would be.
describe Chromium do
  def browser_contexts
    described_class.browser.contexts.size
  end

  def keep(text)
    page.execute_script(
      "localStorage.setItem('kept', arguments[0]); document.cookie = 'kept=1'",
      text,
    )
  end

  def kept
    page.evaluate_script("[localStorage.getItem('kept'), document.cookie.includes('kept')]")
  end

  it "is one browser, in which each session has a profile and windows of its own" do
    before = browser_contexts
    %w[one other].each { |name| using_session(name) { visit "/srv/status" } }
    expect(browser_contexts).to eq(before + 2)

    using_session("one") { keep("by one") }
    using_session("other") do
      expect(kept).to eq([nil, false])
      expect(page.windows.size).to eq(1)
    end
    using_session("one") { expect(kept).to eq(["by one", true]) }
  end

  it "ends one session and leaves the others" do
    %w[one other].each { |name| using_session(name) { visit "/srv/status" } }
    using_session("other") { keep("by the other") }
    using_session("one") { page.reset! }

    using_session("other") { expect(kept).to eq(["by the other", true]) }
    using_session("one") do
      visit "/srv/status"
      expect(kept).to eq([nil, false])
    end
  end
end

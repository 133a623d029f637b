# frozen_string_literal: true

# What system specs and page objects may call: the part of core's spec/support/system_helpers.rb that ours need.
module SystemHelpers
  PLATFORM_KEY_MODIFIER = RUBY_PLATFORM.match?(/darwin/i) ? :meta : :control

  def sign_in(user)
    visit "/session/#{user.encoded_username}/become.json?redirect=false"
    expect(page).to have_content("Signed in to #{user.encoded_username} successfully")
  end

  def setup_system_test
    SiteSetting.login_required = false
    SiteSetting.force_hostname = Capybara.server_host
    SiteSetting.port = Capybara.current_session.server.port
  end

  def try_until_success(timeout: Capybara.default_max_wait_time, frequency: 0.01)
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + timeout
    begin
      yield
    rescue RSpec::Expectations::ExpectationNotMetError,
           Capybara::ExpectationNotMet,
           Capybara::ElementNotFound
      raise if Process.clock_gettime(Process::CLOCK_MONOTONIC) >= deadline
      sleep(frequency += 0.01)
      retry
    end
  end

  # The letters from `start` on, `offset` of them, of the first text in the element.
  def select_text_range(selector, start = 0, offset = 5)
    page.execute_script(<<~JS, selector, start, offset)
      const [selector, start, length] = arguments;
      const text = document.querySelector(selector).childNodes[0];
      const range = document.createRange();
      range.setStart(text, start);
      range.setEnd(text, start + length);
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    JS
  end
end

# frozen_string_literal: true

# From the preferences to what was sent, read and added to, without a pointer.
describe "Encrypted messages by the keyboard alone" do
  include_context "with encrypted members"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  # More stops than a page here has between two things that belong together.
  let(:stops_at_most) { 60 }
  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  def press(key)
    page.driver.with_playwright_page { |shown| shown.keyboard.press(key) }
  end

  def type_keys(text)
    page.driver.with_playwright_page { |shown| shown.keyboard.type(text) }
  end

  # By Tab, as often as it takes. Nothing holds the focus, and nothing loses it.
  def tab_to(selector)
    expect(page).to have_css(selector)
    stops = []
    while !focused?(selector)
      stops << focused
      press("Tab")
      raise "#{stops.last} holds the focus" if focused == stops.last
      raise "no way to #{selector}, but to #{stops.uniq.join(", ")}" if stops.size > stops_at_most
    end
  end

  def focused?(selector)
    page.evaluate_script("document.activeElement.matches(arguments[0])", selector)
  end

  # What has the focus: where it is in the page, and what it is called by.
  def focused
    page.evaluate_script(<<~JS)
      (({ activeElement }) =>
        `${[...document.querySelectorAll("*")].indexOf(activeElement)}: ${activeElement.cloneNode().outerHTML}`)(document)
    JS
  end

  def expect_focus(selector)
    expect(page).to have_css("#{selector}:focus")
  end

  def expect_focus_within(selector)
    expect(page).to have_css("#{selector}:focus, #{selector} :focus")
  end

  it "are enabled, written, sent, and shared (R1, R2, R3, R7, R12)" do
    jane.update!(trust_level: TrustLevel[2])
    give_keys(pete, mary)
    as(jane) do
      preferences.visit(jane)
      tab_to(".encrypted-messages-enable")
      press("Enter")
      expect_focus_within(".d-modal")
      press("Escape")
      expect_focus(".encrypted-messages-enable")
      press("Enter")
      tab_to(".encrypted-messages-other-choice")
      press("Enter")
      expect_focus_within(".d-modal")
      tab_to(".d-modal [name=secret]")
      type_keys(jane_secret)
      tab_to(".d-modal [name=secretConfirmation]")
      type_keys(jane_secret)
      tab_to(".d-modal [name=kept]")
      press("Space")
      tab_to(".d-modal [type=submit]")
      press("Enter")
      expect(preferences).to have_enabled_status
      expect_focus_within(".encrypted-messages-preferences")

      tab_to(".encrypted-messages-new-message")
      press("Enter")
      expect_focus_within("#private-message-users")
      type_keys("pete")
      expect(page).to have_css("#private-message-users [data-value=pete]")
      press("Enter")
      expect(page).to have_css("#private-message-users", text: "pete")
      tab_to("#encrypted-messages-toggle")
      press("Space") if focused?(":not(:checked)")
      expect(composer).to have_panel
      tab_to("#encrypted-messages-title")
      type_keys(title)
      tab_to("#encrypted-messages-body")
      type_keys("Boarding at #{word}")
      tab_to("#reply-control .save-or-cancel .create")
      press("Enter")
      expect(encrypted_topic).to have_open_post(1, word)
      expect(composer).to be_closed

      tab_to(".add-participant-btn")
      press("Enter")
      expect_focus_within(".encrypted-messages-invite-modal")
      tab_to(
        ".encrypted-messages-invite-chooser summary, .encrypted-messages-invite-chooser .filter-input",
      )
      type_keys("mary")
      expect(page).to have_css(".encrypted-messages-invite-chooser [data-value=mary]")
      press("Enter")
      tab_to("[name=encrypted-messages-past]")
      press("Space")
      tab_to(".encrypted-messages-invite")
      press("Enter")
      expect(encrypted_topic).to have_participant(mary)
      expect_focus(".add-participant-btn")
    end
  end

  it "are unlocked, answered, and looked back at (R5, R9, R12)" do
    SiteSetting.editing_grace_period = 0 # every edit makes a version
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic = start_encrypted(from: jane, to: pete, title:, body: "Boarding at #{word}")
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      tab_to(".encrypted-messages-banner .encrypted-messages-unlock")
      press("Enter")
      expect_focus(".d-modal [name=secret]")
      press("Escape")
      expect_focus(".encrypted-messages-banner .encrypted-messages-unlock")
      press("Enter")
      expect_focus(".d-modal [name=secret]")
      type_keys("not #{marker}")
      press("Enter")
      expect(PageObjects::Modals::EncryptedMessagesUnlock.new).to have_wrong_secret_error
      expect_focus(".d-modal [name=secret]")
      press("ControlOrMeta+a")
      type_keys(pete_secret)
      press("Enter")
      expect(encrypted_topic).to have_open_post(1, word)
      expect_focus_within("#post_1")

      tab_to("#topic-footer-buttons .create")
      press("Enter")
      expect_focus("#encrypted-messages-body")
      type_keys("I come, #{word}")
      press("ControlOrMeta+Enter")
      expect(encrypted_topic).to have_open_post(2, "I come")

      tab_to("#post_2 .post-action-menu__edit")
      press("Enter")
      expect_focus_within("#reply-control")
      tab_to("#encrypted-messages-body")
      type_keys(" later")
      press("ControlOrMeta+Enter")
      expect(composer).to be_closed
      tab_to("#post_2 .post-info.edits .btn")
      press("Enter")
      expect_focus_within(".encrypted-messages-history")
      press("Escape")
      expect_focus("#post_2 .post-info.edits .btn")
    end
  end
end

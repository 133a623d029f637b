# frozen_string_literal: true
# In the place of the fields, and beside them: it has to be seen, and to be got at, on a small screen and by the keyboard.
describe "What is in the way of writing" do
  include_context "with encrypted members"
  let(:title) { "Fahrplan #{marker}" }
  let(:word) { marker }

  after { I18n.locale = :en }

  def box(selector)
    page.evaluate_script(<<~JS, selector)
      (({ top, bottom, right }) => ({ top, bottom, right }))(
        document.querySelector(arguments[0]).getBoundingClientRect()
      )
    JS
  end
  def reset_encryption(member)
    as(member) do
      preferences.visit(member).reset_encryption(
        "nineteen #{marker} kettles",
        confirmation: member.username,
      )
      expect(preferences).to have_deactivate_button
    end
  end

  it "keeps whose keys are others apart from the text, on a phone (D7, R12)", mobile: true do
    give_keys(jane, pete)
    topic = start_encrypted(from: jane, to: pete, title:, body: word)
    reset_encryption(pete)
    as(jane) do
      encrypted_topic.visit(topic).open_reply.fill(body: word).submit
      expect(page).to have_css("#reply-control .encrypted-messages-keys-stop .btn", count: 2)
      expect(page).to have_css("#encrypted-messages-body:not([readonly])")
      expect(box("#reply-control .encrypted-messages-keys-stop")["top"]).to be >=
        box("#encrypted-messages-body")["bottom"]
      expect(box("#reply-control .save-or-cancel")["bottom"]).to be <= 740
      expect(page).to have_targets_in_reach
    end
  end

  it "says once why nothing can be written, and covers none of it on a phone (D7, R12)",
     mobile: true do
    give_keys(jane, pete)
    topic = start_encrypted(from: jane, to: pete, title:, body: word)
    reset_encryption(pete)
    as(pete) do
      encrypted_topic.visit(topic).open_reply
      expect(page).to have_css(
        ".encrypted-messages-panel__status .encrypted-messages-write-anew",
        visible: :all,
      )
      expect(box("#reply-control .save-or-cancel")["bottom"]).to be <= 740
      expect(page).to have_targets_in_reach
      expect(page).to have_no_css("#reply-control .encrypted-messages-refusal")
    end
  end

  it "writes the new message encrypted, too, with the focus in it (D7, R12)" do
    give_keys(jane, pete)
    topic = start_encrypted(from: jane, to: pete, title:, body: word)
    reset_encryption(pete)
    as(pete) do
      encrypted_topic.visit(topic).open_reply
      find("#reply-control .encrypted-messages-write-anew").send_keys(:enter)
      expect(composer).to have_ticked_box
      expect(page).to have_css("#encrypted-messages-title:focus")
    end
  end

  it "is enabled in place from the box (S12)" do
    give_keys(jane)
    as(pete) do
      composer.open_new_message(jane).tick
      find("#reply-control .encrypted-messages-enable").send_keys(:enter)
      PageObjects::Modals::EncryptedMessagesEnable.new.submit(pete_secret, pete_secret)
      expect(composer).to have_ticked_box
      expect(page).to have_css("#encrypted-messages-toggle:focus")
      composer.fill(title:, body: word).submit
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "shows all of the button that enables, in German on a phone (D11)", mobile: true do
    I18n.locale = :de
    SiteSetting.default_locale = "de"
    give_keys(jane, pete)
    topic = start_encrypted(from: jane, to: pete, title:, body: word)
    UserCustomField.where(user_id: pete.id, name: EncryptedMessages::Identity::FIELDS).delete_all
    as(pete, device: "new") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      expect(box("#post_1 .encrypted-messages-enable")["right"]).to be <=
        box("#post_1 .encrypted-messages-locked")["right"] - 8
    end
  end

  it "shows all of that button where the site takes nothing else, too (D11)", mobile: true do
    I18n.locale = :de
    SiteSetting.default_locale = "de"
    SiteSetting.encrypted_messages_force = true
    give_keys(pete)
    as(jane) do
      composer.open_new_message(pete)
      expect(page).to have_css("#reply-control .encrypted-messages-enable")
      expect(box("#reply-control .encrypted-messages-enable")["right"]).to be <=
        box("#reply-control .encrypted-messages-panel__status")["right"] - 8
      marker # of what nothing could be written
    end
  end

  it "leaves the box where it is under the finger that ticks it (D11)", mobile: true do
    give_keys(jane, pete)
    as(jane) do
      composer.open_new_message(pete)
      before = box("#encrypted-messages-toggle")
      composer.tick.fill(title:, body: word)
      expect(box("#encrypted-messages-toggle")).to eq(before)
    end
  end

  it "can be seen, the lock of a minimised composer (D10)" do
    give_keys(jane, pete)
    as(jane) do
      composer.open_new_message(pete).tick.fill(title:, body: word)
      composer.minimize
      expect(page).to have_css("#reply-control.draft .encrypted-messages-draft-title")
      colours = page.evaluate_script(<<~JS)
        ["svg", ""].map((part) =>
          getComputedStyle(
            document.querySelector(`#reply-control .encrypted-messages-draft-title ${part}`)
          ).color
        )
      JS
      expect(colours.uniq.size).to eq(1) # as the words beside it
    end
  end

  it "leaves the focus in the question that tells of a lost message, and gives it back (R9, R12)" do
    give_keys(jane, pete)
    topic = start_encrypted(from: jane, to: pete, title:, body: word)
    as(jane) do
      encrypted_topic.visit(topic).open_reply.fill(body: "Yes #{word}")
      page.driver.with_playwright_page do |shown|
        shown.route(
          %r{/posts(\.json)?$},
          ->(route, request) { request.method == "POST" ? route.abort : route.continue },
        )
      end
      composer.body.send_keys(%i[control enter])
      expect(page).to have_css(".dialog-body")
      expect(page).to have_css("#dialog-holder:focus, #dialog-holder :focus")
      find(".dialog-footer .btn-primary").send_keys(:enter)
      expect(page).to have_css("#encrypted-messages-body:focus")
    end
  end
end

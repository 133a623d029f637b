# frozen_string_literal: true

describe "Encrypted messages over a bad connection" do
  include_context "with encrypted members"
  include_context "with a bad connection"

  let(:title) { "Signal #{marker}" }
  let(:word) { marker }
  let(:body) { "Send word of #{word}" }

  before { give_keys(jane, pete, secrets: { pete => pete_secret }) }

  it "keeps an edit, too, and says so where the next attempt is lost before it (R9)" do
    topic = start_encrypted(from: jane, to: pete, title:, body:)
    gone = ->(route, _request) { route.abort }
    as(jane) do
      encrypted_topic.visit(topic)
      edit = encrypted_topic.edit(1).fill(body: "Send no word of #{word}")
      # the edit itself, and then what the next attempt asks for before it
      [%r{/posts/\d+}, %r{/t/\d+\.json}].each do |lost|
        page.driver.with_playwright_page { |shown| shown.route(lost, gone) }
        edit.submit
        expect(page).to have_css(".dialog-body")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".dialog-body")
        expect(edit).to have_body_text("Send no word of #{word}")
        page.driver.with_playwright_page { |shown| shown.unroute(lost) }
      end

      edit.submit
      expect(edit).to be_closed
      expect(encrypted_topic).to have_open_post(1, "Send no word")
    end
  end

  it "keeps the text, tells the member, and stores nothing twice" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: body)
      disturb_posts(
        ->(route) { route.abort },
        ->(route) { route.fulfill(status: 500, body: "Internal Server Error") },
        method(:lose_answer),
      )
      3.times do
        composer.submit
        expect(page).to have_css(".dialog-body")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".dialog-body")
        expect(composer).to have_title_text(title)
        expect(composer).to have_body_text(body)
      end

      composer.submit
      expect(encrypted_topic).to have_open_post(1, word)
    end
    expect(Topic.private_messages.sole.posts.count).to eq(1)
  end

  def text_of(key)
    I18n.t("js.encrypted_messages.#{key}", raise: true)
  end

  it "keeps what is written where there is none at all, says why, and sends it once there is one (R9)" do
    as(jane) do
      composer.open_new_message(pete)
      reason = text_of("composer.recipients_unchecked")
      while_offline do
        composer.tick
        expect(page).to have_css(".encrypted-messages-refusal", text: reason)
        expect(composer).to have_unticked_box
      end

      composer.tick.fill(title:)
      while_offline do
        composer.type(body).submit
        expect(page).to have_css(".encrypted-messages-refusal", text: reason)
        expect(composer).to have_title_text(title)
        expect(composer).to have_body_text(body)
        composer.type("!").submit
        expect(page).to have_css(".encrypted-messages-refusal", text: reason)
        expect(composer).to have_body_text("#{body}!")
      end
      composer.submit
      expect(encrypted_topic).to have_open_post(1, "#{word}!")
    end
    expect(Topic.private_messages.sole.posts.count).to eq(1)
  end

  it "opens a new device once there is one, and says why not before (R5, R9)" do
    topic = start_encrypted(from: jane, to: pete, title:, body:)
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.unlock
      while_offline do
        modal.submit(pete_secret)
        expect(page).to have_css(".d-modal", text: text_of("identity_failure.failed"))
        expect(page).to have_field("secret", with: pete_secret)
      end
      modal.submit(pete_secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "makes keys once there is one, and says why not before (R1, R9)" do
    anna = Fabricate(:user, username: "anna", refresh_auto_groups: true)
    as(anna) do
      preferences.visit(anna)
      expect(page).to have_css(".encrypted-messages-enable")
      while_offline do
        find(".encrypted-messages-enable").click
        expect(page).to have_css(".d-modal .alert-error", text: text_of("enable_modal.not_loaded"))
      end
      find(".encrypted-messages-load-again").click
      expect(page).to have_css(".encrypted-messages-proposed__secret")
      modal = PageObjects::Modals::EncryptedMessagesEnable.new
      while_offline do
        modal.submit(jane_secret, jane_secret)
        expect(page).to have_css(".d-modal", text: text_of("identity_failure.failed"))
      end
      modal.submit(jane_secret, jane_secret)
      expect(preferences).to have_enabled_status
    end
  end

  it "adds a member once there is one, and says why not before (R7, R9)" do
    jane.update!(trust_level: TrustLevel[2])
    anna = Fabricate(:user, username: "anna", refresh_auto_groups: true)
    give_keys(anna)
    topic = start_encrypted(from: jane, to: pete, title:, body:)
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      modal = encrypted_topic.open_invite.choose(anna.username)
      while_offline do
        modal.submit
        expect(page).to have_css(".d-modal", text: text_of("composer.recipients_unchecked"))
      end
      modal.submit
      expect(encrypted_topic).to have_participant(anna)
    end
  end
end

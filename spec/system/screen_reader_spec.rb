# frozen_string_literal: true

# Who does not see the page is told the same: what each control is and does, how it stands, and what has become of it.
describe "Encrypted messages with a screen reader" do
  include_context "with encrypted members"
  include_context "with a screen reader"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  def text_of(key, **options)
    I18n.t("js.encrypted_messages.#{key}", raise: true, **options)
  end

  it "are enabled and written (R1, R2, R3, R12)" do
    give_keys(pete)
    as(jane) do
      preferences.visit(jane)
      listen
      expect(page).to have_css(".encrypted-messages-enable")
      expect(nameless).to eq([])
      modal = preferences.open_modal
      expect(page).to have_css(".encrypted-messages-proposed__secret")
      expect(control("dialog", text_of("enable_modal.title"))).to be_present
      expect(nameless).to eq([])

      modal.submit("short", "other")
      expect(modal).to have_error(text_of("enable_modal.mismatch"))
      expect(control("textbox", text_of("enable_modal.secret"))).to include("invalid" => "true")
      modal.submit(jane_secret, jane_secret)
      expect_heard("enable_modal.working")
      expect(preferences).to have_enabled_status
      expect_heard("enable_modal.done")
      expect(nameless).to eq([])

      composer.open_new_message(pete, karl)
      expect(control("checkbox", text_of("composer.toggle"))).to include("checked" => "false")
      composer.tick
      expect_heard("composer.refusal")
      expect(control("checkbox", text_of("composer.toggle"))["description"]).to include("karl")

      composer.open_new_message(pete).tick
      expect(composer).to have_panel
      expect(control("checkbox", text_of("composer.toggle"))).to include("checked" => "true")
      expect(control("textbox", text_of("composer.title"))).to be_present
      expect(control("textbox", text_of("composer.body"))).to include("multiline" => true)
      expect(control("toolbar", text_of("composer.toolbar.label"))).to be_present
      preview = control("button", text_of("composer.toolbar.preview"))
      expect(preview).to include("pressed" => "true")
      composer.fill(title:, body: "Boarding at #{word}").submit
      expect(encrypted_topic).to have_open_post(1, word)
      expect(control("image", text_of("lock.label"))).to be_present
      expect(nameless).to eq([])
    end
  end

  it "are unlocked, read, and told apart from what was altered (R5, R6, R12)" do
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic = start_encrypted(from: jane, to: pete, title:, body: "Boarding at #{word}")
    other = start_encrypted(from: pete, to: jane, title:, body: word)
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      listen
      expect(encrypted_topic).to have_locked_post(1)
      expect(control("button", text_of("unlock"))).to be_present
      expect(nameless).to eq([])
      modal = encrypted_topic.unlock
      expect(page).to have_css(".d-modal [name=secret]:focus")
      expect(control("textbox", text_of("unlock_modal.secret"))).to include("focused" => true)
      modal.submit("not #{marker} it")
      expect_heard("unlock_modal.working")
      expect(modal).to have_wrong_secret_error
      expect_heard("unlock_modal.wrong_secret")
      modal.submit(pete_secret)
      expect(encrypted_topic).to have_open_post(1, word)
      expect_heard("unlock_modal.done")
      expect(control("image", text_of("lock.label"))).to be_present
      expect(nameless).to eq([])
    end
    other.first_post.update_columns(raw: topic.first_post.raw)
    as(pete) do
      page.visit("/")
      listen
      encrypted_topic.visit(other)
      expect(page).to have_css(".encrypted-messages-warning")
      expect_heard("post.failed")
      expect(control("DisclosureTriangle", text_of("post.details"))).to include("expanded" => false)
      find(".encrypted-messages-details").click
      expect(control("DisclosureTriangle", text_of("post.details"))).to include("expanded" => true)
    end
  end
end

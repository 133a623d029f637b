# frozen_string_literal: true

describe "Administrators and encrypted messages" do
  include_context "with encrypted members"

  fab!(:admin) { Fabricate(:admin, username: "anne", refresh_auto_groups: true) }

  let(:report) { PageObjects::Pages::EncryptedMessagesReport.new }

  before do
    theme = Fabricate(:theme, name: "Nosy theme", user_selectable: true)
    theme.set_field(
      target: :extra_js,
      type: :js,
      name: "discourse/api-initializers/theme.js",
      value: "api.onAppEvent('composer:saved', () => {});",
    )
    theme.save!
  end

  it "see how it is used, what could read along, and what to do about it (R13, R14, R15)" do
    give_keys(jane, pete)
    start_encrypted(from: jane, to: pete, title: "Report #{marker}", body: "Counted #{marker}")

    as(admin) do
      report.visit
      expect(report).to have_count("members", 2)
      expect(report).to have_count("conversations", 1)
      expect(report).to have_verdict("https", "warning")
      expect(report).to have_verdict("csp", "fine")
      expect(report).to have_verdict("readers", "warning", text: "Nosy theme")
    end
    as(pete) { expect(report.visit).to have_no_report }
  end

  it "find each verdict right above what it is about on a phone (R12, R15)", mobile: true do
    give_keys(jane, pete)
    start_encrypted(from: jane, to: pete, title: marker, body: marker)
    as(admin) do
      report.visit
      expect(report).to have_verdict("https", "warning")
      gap = page.evaluate_script(<<~JS)
        (([verdict, text]) => text.getBoundingClientRect().top - verdict.firstElementChild.getBoundingClientRect().bottom)(
          document.querySelector("[data-check=https]").children
        )
      JS
      expect(gap).to be < 20
    end
  end

  it "find the report's cards apart from each other (D14)" do
    give_keys(jane, pete)
    start_encrypted(from: jane, to: pete, title: marker, body: marker)
    as(admin) { expect(report.visit.gaps).to be_present.and(all(be > 10)) }
  end

  it "tell members what could read what they type (R15)" do
    enable_encryption(jane, jane_secret)
    give_keys(pete)

    as(jane) do
      expect(page).to have_css(".encrypted-messages-readers", text: "Nosy theme")
      composer.open_new_message(pete).tick
      expect(page).to have_css("#reply-control .encrypted-messages-readers", text: "Nosy theme")
    end
  end

  it "can have every message encrypted (R13)" do
    give_keys(jane, pete)
    SiteSetting.encrypted_messages_force = true
    title, body = "Pier #{marker}", "Wait at #{marker}"

    as(jane) do
      composer.open_new_message(pete).fill(title:, body:).submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
    as(pete) do
      page.visit(Topic.private_messages.order(:id).last.relative_url)
      expect(page).to have_content(body)
    end
  end
end

# frozen_string_literal: true

describe "The history of encrypted posts" do
  include_context "with encrypted members"

  fab!(:admin) { Fabricate(:admin, username: "admin", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:before) { "six #{marker}" }
  let(:after) { "seven #{marker}" }
  let(:answer) { "eight #{marker}" }
  let(:better_answer) { "nine #{marker}" }
  let(:first_title) { "Boat #{marker}" }
  let(:second_title) { "Ship #{marker}" }
  let(:dialog) { find(".encrypted-messages-history") }

  before do
    SiteSetting.editing_grace_period = 0 # every edit makes a version
    give_keys(jane, pete, secrets: { jane => jane_secret })
  end

  def open_history(number)
    find("#post_#{number} .post-info.edits .btn").click
    expect(page).to have_css(".encrypted-messages-history__versions[aria-busy=false]")
  end

  def close_history
    find(".encrypted-messages-history .modal-close").click
    expect(page).to have_no_css(".encrypted-messages-history")
  end

  def expect_versions(old, new)
    within(".encrypted-messages-history__versions") do
      expect(page).to have_css("[data-version=before]", text: old)
      expect(page).to have_css("[data-version=after]", text: new)
      expect(page).to have_css("[data-version=before] del", text: old.split.first)
      expect(page).to have_css("[data-version=after] ins", text: new.split.first)
    end
  end

  it "is read by those who take part, and by nobody else (R9, R20)" do
    topic = start_encrypted(from: jane, to: pete, title:, body: "We sail at #{before}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic.edit(1).fill(body: "We sail at #{after}").submit).to be_closed
      expect(encrypted_topic).to have_open_post(1, after)
    end

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, after)
      open_history(1)
      expect_versions(before, after)
      close_history

      encrypted_topic.reply("I come at #{answer}")
      expect(encrypted_topic).to have_open_post(2, answer)
      expect(encrypted_topic.edit(2).fill(body: "I come at #{better_answer}").submit).to be_closed
      expect(encrypted_topic).to have_open_post(2, better_answer)
    end

    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, better_answer)
      open_history(2)
      expect_versions(answer, better_answer)
      expect(dialog).to have_text("Edited by pete")
    end

    as(admin) do
      encrypted_topic.visit(topic)
      open_history(1)
      expect(page).to have_css(".encrypted-messages-history .encrypted-messages-locked")
      expect(page).to have_no_css(".encrypted-messages-history [data-version]")
      [before, after].each { |text| expect(page).to have_no_text(text) }
    end
  end

  # `hears`: whether the second device has heard of the first one's edit, or only the site tells it
  def edit_on_two_devices(hears:)
    topic = start_encrypted(from: jane, to: pete, title:, body: "We sail at #{before}")
    phone = "Jane's phone"
    as(jane, device: phone) do
      keep_from_hearing if !hears
      encrypted_topic.visit(topic)
      encrypted_topic.unlock.submit(jane_secret)
      expect(encrypted_topic).to have_open_post(1, before)
      expect(encrypted_topic.edit(1)).to have_body_text("We sail at #{before}")
    end

    as(jane) do
      encrypted_topic.visit(topic)
      edit = encrypted_topic.edit(1)
      edit.fill(title: first_title, body: "We sail at #{after}").submit
      expect(edit).to be_closed
    end

    as(jane, device: phone) do
      expect(encrypted_topic).to have_open_post(1, after) if hears
      edit = encrypted_topic.composer
      edit.fill(title: second_title, body: "We sail at #{answer}")
      # by the device itself, or by the site and then by the device, which has asked what there is
      (hears ? 1 : 2).times do
        edit.submit
        expect(page).to have_css(".dialog-body", text: "meanwhile")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".dialog-body")
        expect(edit).to have_body_text("We sail at #{answer}")
      end
      edit.submit
      expect(edit).to be_closed
      expect(encrypted_topic).to have_open_post(1, answer)
      expect(encrypted_topic).to have_decrypted_title(second_title)
    end

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, answer)
      expect(encrypted_topic).to have_decrypted_title(second_title)
      open_history(1)
      expect_versions(after, answer)
    end
  end

  def keep_from_hearing
    page.driver.with_playwright_page do |shown|
      shown.route("**/message-bus/**", ->(route, _request) { route.abort })
    end
  end

  it "keeps what a member writes on two devices at once, body and title, for everybody (H10, R9)" do
    edit_on_two_devices(hears: true)
  end

  it "keeps it too where the second device has not heard of the first one's edit (H10, R9)" do
    edit_on_two_devices(hears: false)
  end
end

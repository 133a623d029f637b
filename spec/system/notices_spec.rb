# frozen_string_literal: true

describe "Notices of an encrypted message" do
  include_context "with encrypted members"

  let(:title) { "Cargo #{marker}" }
  let(:lock) { ".encrypted-messages-lock" }
  let(:row) { ".user-notifications-list .notification.private-message" }

  before { give_keys(jane, pete) }

  it "bear a lock everywhere, and the title where the keys are (R4, R6, R22, R23)" do
    topic = start_encrypted(from: jane, to: pete, title:, body: "Unload **#{marker}** by night")
    BookmarkManager.new(pete).create_for(
      bookmarkable_id: topic.first_post.id,
      bookmarkable_type: "Post",
    )

    as(pete) do
      page.visit("/u/#{pete.username}/notifications")
      expect(page).to have_css("#{row} .item-description", text: title)
      expect(page).to have_css("#{row} #{lock}")
      page.save_screenshot("notices-notifications.png") # rubocop:disable Lint/Debugger

      PageObjects::Components::UserMenu.new.open
      expect(page).to have_css(".user-menu .notification #{lock}")
      page.save_screenshot("notices-menu.png") # rubocop:disable Lint/Debugger
      find("#user-menu-button-bookmarks").click
      expect(page).to have_css(".user-menu .bookmark .item-description", text: title)
      expect(page).to have_css(".user-menu .bookmark #{lock}")

      page.visit("/u/#{pete.username}/activity/bookmarks")
      expect(page).to have_css(".bookmark-list-item .title", text: title)
      page.save_screenshot("notices-bookmarks.png") # rubocop:disable Lint/Debugger

      page.visit("/u/#{pete.username}/notifications")
      find("#{row} a").click
      expect(encrypted_topic).to have_decrypted_title(title)
    end

    as(pete, device: "a device without keys") do
      page.visit("/u/#{pete.username}/notifications")
      placeholder = I18n.t("encrypted_messages.title_placeholder")
      expect(page).to have_css("#{row} .item-description", text: placeholder)
      expect(page).to have_css("#{row} #{lock}")
      page.save_screenshot("notices-locked.png") # rubocop:disable Lint/Debugger
    end

    # what the leak detector looks through besides
    Jobs::ExportUserArchive.new.execute(user_id: jane.id)
    pete.publish_notifications_state
  end
end

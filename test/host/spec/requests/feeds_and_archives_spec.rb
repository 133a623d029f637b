# frozen_string_literal: true

RSpec.describe "Feeds, archives, bookmarks and summaries" do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:stranger) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin)

  let!(:message) do
    create_post(
      user: sender,
      title: "A meeting of two",
      raw: "Meet me at the usual place",
      archetype: Archetype.private_message,
      target_usernames: recipient.username,
    )
  end
  let!(:post) { create_post(user: sender, title: "A matter of many", raw: "Come to the square") }

  def body(user, path)
    sign_in(user)
    get path
    response.body
  end

  it "give private posts to their members, and everybody's to administrators" do
    [recipient, admin].each do |user|
      expect(body(user, "/private-posts.rss")).to include("A meeting of two", "the usual place")
      expect(body(user, "/private-posts.json")).to include('"raw":"Meet me at the usual place"')
    end
    expect(body(stranger, "/private-posts.rss")).not_to include("meeting")
  end

  it "give nobody messages in the feeds of topics, posts and members, nor in oneboxes" do
    expect(body(recipient, "#{post.topic.relative_url}.rss")).to include("Come to the square")
    body(recipient, "#{message.topic.relative_url}.rss")
    expect(response.status).to eq(404)
    ["/posts.rss", "/u/#{sender.username}/activity.rss"].each do |path|
      expect(body(recipient, path)).to include("A matter of many")
      expect(response.body).not_to include("meeting")
    end
    expect(Oneboxer.preview(post.full_url)).to include("A matter of many")
    expect(Oneboxer.preview(message.full_url)).to eq("")
  end

  it "put public topics alone into summaries and mailing lists" do
    SiteSetting.disable_mailing_list_mode = false
    recipient.user_option.update!(mailing_list_mode: true)
    [message, post].each { |each| Jobs::NotifyMailingListSubscribers.new.execute(post_id: each.id) }
    expect(ActionMailer::Base.deliveries.map(&:subject)).to eq(["[Discourse] A matter of many"])

    summary = UserNotifications.digest(recipient, since: 1.day.ago)
    expect(summary.html_part.decoded).to include("A matter of many", "Come to the square")
    expect(summary.html_part.decoded).not_to include("meeting")
  end

  it "export all that a member has written, messages too" do
    Jobs::ExportUserArchive.new.execute(user_id: sender.id)
    directory = "#{UserExport.base_directory}/user_archive-#{UserExport.last.id}"
    rows = CSV.read("#{directory}/user_archive.csv", headers: true)
    expect(rows.map { |row| row["post_raw"] }).to eq(
      ["Meet me at the usual place", "Come to the square"],
    )
    expect(rows.first["topic_title"]).to eq("A meeting of two")
  ensure
    FileUtils.rm_rf(directory) if directory
  end

  it "list bookmarks with title and excerpt, and remind of what can still be seen" do
    bookmark =
      BookmarkManager.new(recipient).create_for(
        bookmarkable_id: message.id,
        bookmarkable_type: "Post",
      )
    path = "/u/#{recipient.username}/bookmarks.json"
    expect(body(recipient, path)).to include("A meeting of two", "the usual place")

    BookmarkManager.send_reminder_notification(bookmark.id)
    expect(recipient.notifications.last.data_hash[:title]).to eq("A meeting of two")

    message.topic.remove_allowed_user(admin, recipient)
    expect(body(recipient, path)).not_to include("meeting")
    BookmarkManager.send_reminder_notification(bookmark.id)
    expect(recipient.notifications.where(notification_type: 24).count).to eq(1)
  end

  it "do not let a stranger mark what they cannot see" do
    expect {
      BookmarkManager.new(stranger).create_for(
        bookmarkable_id: message.id,
        bookmarkable_type: "Post",
      )
    }.to raise_error(Discourse::InvalidAccess)
  end
end

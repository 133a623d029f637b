# frozen_string_literal: true

RSpec.describe UserNotifications do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    NotificationEmailer.enable
    Jobs.run_immediately!
    create_post(
      user: sender,
      title: "A meeting of two",
      raw: "Meet me at the **usual** place",
      archetype: Archetype.private_message,
      target_usernames: recipient.username,
    )
  end

  let(:mail) { ActionMailer::Base.deliveries.last }

  it "sends the raw as text and the cooked as HTML" do
    expect(mail.to).to eq([recipient.email])
    expect(mail.subject).to eq("[Discourse] [PM] A meeting of two")
    expect(mail.text_part.decoded).to include("Meet me at the **usual** place")
    expect(mail.html_part.decoded).to include("Meet me at the <strong>usual</strong> place")
  end

  it "says less with private_email" do
    SiteSetting.private_email = true
    ActionMailer::Base.deliveries.clear
    create_post(user: sender, topic: Topic.last, raw: "The **other** place is better")
    expect(mail.subject).to eq("[Discourse] [PM] Topic ##{Topic.last.id}")
    expect([mail.text_part, mail.html_part].map(&:decoded).join).not_to include("other")
  end

  it "notifies on the site and by push with title and excerpt" do
    notification = recipient.notifications.last
    expect(notification.data_hash[:topic_title]).to eq("A meeting of two")
    browser, hub = PushMessage.order(:id).last(2).map(&:payload)
    expect(browser["title"]).to include("A meeting of two")
    expect(browser["body"]).to eq("Meet me at the usual place")
    expect(hub["notifications"].first).to include(
      "topic_title" => "A meeting of two",
      "excerpt" => "Meet me at the usual place",
    )
  end
end

# frozen_string_literal: true

RSpec.describe UserNotifications do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:first_post) { start_conversation(jane, pete) }
  let(:placeholder) { I18n.t("encrypted_messages.post_placeholder") }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  def mail_about(post)
    notification =
      Notification.create!(
        notification_type: Notification.types[:private_message],
        user: pete,
        topic: post.topic,
        post_number: post.post_number,
        data: {
          original_post_id: post.id,
          original_username: jane.username,
          topic_title: post.topic.title,
        }.to_json,
      )
    described_class.user_private_message(
      pete,
      post:,
      notification_type: notification.notification_type,
      notification_data_hash: notification.data_hash,
    )
  end

  def parts(mail)
    [mail.subject, mail.text_part.to_s, mail.html_part.to_s]
  end

  it "says that there is an encrypted message, with the link, and no more (R4)" do
    mail = mail_about(first_post)
    subject, text, html = parts(mail)

    expect(subject).to include("Encrypted message")
    expect(text).to include(placeholder)
    expect(text).to include(first_post.url)
    expect(html).to include(placeholder)
    ciphertexts = [first_post.raw, first_post.topic.encrypted_conversation.encrypted_title]
    ciphertexts.each do |ciphertext|
      parts(mail).each { |part| expect(part.delete("=\r\n")).not_to include(ciphertext[0, 60]) }
    end
  end

  it "does not quote earlier messages either (R4)" do
    pete.user_option.update!(email_previous_replies: UserOption.previous_replies_type[:always])
    replies = Array.new(2) { reply_to(first_post.topic, jane) }
    text = mail_about(replies.last).text_part.decoded
    expect(text.scan(placeholder).size).to eq(3)
    expect(text).not_to include("encrypted-message:v1")
  end

  it "does not ask for an answer by mail, which would be plain text (R25)" do
    ordinary = Fabricate(:post, raw: "This one everybody may read")
    [[first_post, false], [ordinary, true]].each do |post, expected|
      options =
        DiscoursePluginRegistry.apply_modifier(
          :user_notification_email_options,
          { post:, allow_reply_by_email: true },
        )
      expect(options).to include(post:, allow_reply_by_email: expected)
    end
  end

  it "has a subject of its own for each message, so that mail programs keep them apart (T5)" do
    other = start_conversation(jane, pete)
    subjects =
      [first_post, other, reply_to(other.topic, jane)].map { |post| mail_about(post).subject }
    expect(subjects[0]).to include(first_post.topic_id.to_s)
    expect(subjects[0]).not_to eq(subjects[1])
    expect(subjects[1]).to eq(subjects[2])
  end

  it "leaves the mails about ordinary messages alone" do
    ordinary =
      PostCreator.create!(
        jane,
        title: "An ordinary message",
        raw: "This one everybody may read",
        archetype: "private_message",
        target_usernames: pete.username,
      )
    expect(parts(mail_about(ordinary))[1]).to include("This one everybody may read")
  end
end

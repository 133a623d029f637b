# frozen_string_literal: true

# One row for each way by which core tells of a message or carries it elsewhere (NoticeChannels). Each
# is tried with an ordinary message first, whose title and text are there, so the row looks at the
# right place; then with an encrypted one.
RSpec.describe "Notices of encrypted messages" do
  include NoticeChannels

  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }

  let(:title) { "Harbourmaster wanted at once" }
  let(:text) { "Lighthouse keepers are all asleep" }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    Jobs.run_immediately!
    UserActionManager.enable
    pete.update!(last_seen_at: Time.zone.now)
  end

  def ordinary_post(public: false)
    message = { archetype: "private_message", target_usernames: pete.username }
    first = create_post(user: jane, title:, raw: text, **(public ? {} : message))
    reply =
      create_post(user: jane, topic: first.topic, raw: "#{text} still", reply_to_post_number: 1)
    public ? first : reply
  end

  let(:encrypted_post) do
    first = start_conversation(jane, pete)
    reply_to(first.topic, jane)
    first.topic.reload.posts.find_by(post_number: 2)
  end

  # What no notice may hold: ciphertexts of both texts and the title, and keys.
  def secrets
    conversation = encrypted_post.topic.encrypted_conversation
    [
      *encrypted_post.topic.posts.map(&:raw),
      conversation.encrypted_title,
      *conversation.keys.map(&:encrypted_key),
    ].map { |secret| secret.delete_prefix("encrypted-message:v1:")[-60..] }
  end

  # The fields by which a reader with a key gets what the browser decrypts.
  def without_own_fields(texts)
    strip = ->(value) do
      case value
      when Hash
        value
          .reject { |key, _| key.start_with?("encrypted_") || key == "raw" }
          .transform_values(&strip)
      when Array
        value.map(&strip)
      else
        value
      end
    end
    strip.call(JSON.parse(texts)).to_json
  rescue JSON::ParserError
    texts
  end

  def expect_no_secret(texts)
    plain = texts.delete("=\r\n")
    secrets.each { |secret| expect(plain).not_to include(secret) }
    expect(texts).not_to include("encrypted-message:v1:")
  end

  def expect_link(texts)
    id = encrypted_post.topic_id
    expect(texts).to match(%r{/t/encrypted-message/#{id}\b|"(topic_)?id":#{id}\b|/#{id}\b})
  end

  NoticeChannels::MESSAGES.each do |name, (shows, produce)|
    it "says \"encrypted message\" and no more (R4, R6, R22): #{name}" do
      control = Array(instance_exec(ordinary_post, pete, &produce)).join
      expect(control).to include("Harbourmaster") if %i[title both].include?(shows)
      expect(control).to include("Lighthouse") if %i[text both].include?(shows)

      texts = Array(instance_exec(encrypted_post, pete, &produce))
      texts = texts.map { |each| without_own_fields(each) }.join("\n")
      expect_no_secret(texts)
      expect_link(texts)
      expect(texts).to match(/encrypted(-| )message|message is encrypted/i)
    end
  end

  NoticeChannels::PUBLIC.each do |name, (shows, produce)|
    it "has nothing of an encrypted message (R4, R22): #{name}" do
      control = instance_exec(ordinary_post(public: true), pete, &produce)
      expect(control).to include("Harbourmaster")
      expect(control).to include("Lighthouse") if shows == :both

      texts = instance_exec(encrypted_post, pete, &produce)
      expect_no_secret(texts)
      expect(texts).not_to match(%r{message is encrypted|/t/encrypted-message}i)
    end
  end

  it "leads with its links to the message (R4)" do
    mail = mail(:user_private_message, encrypted_post, pete)
    links = mail.scan(%r{https?://[^\s"'<>)]*/t/[^\s"'<>)]*}).uniq
    expect(links).not_to be_empty
    links.each do |link|
      ask(pete, URI(link).path)
      expect(response.status).to eq(200)
    end
  end

  it "gives a member's own archive the ciphertext, which they can read (R22)" do
    raw = encrypted_post.raw
    expect(archive(jane, raw: true)).to include(raw)
  end

  it "leaves the raw of posts to those with a key (R20, R22)" do
    paths = ["/raw/#{encrypted_post.topic_id}/2", "/posts/#{encrypted_post.id}.json"]
    paths.each { |path| expect(ask(pete, path)).to include(encrypted_post.raw) }
    encrypted_post.topic.encrypted_conversation.keys.where(user: pete).delete_all
    paths.each { |path| expect(ask(pete, path)).not_to include("encrypted-message:v1:") }
  end
end

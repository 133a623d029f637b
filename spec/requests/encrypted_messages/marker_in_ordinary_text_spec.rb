# frozen_string_literal: true

# Anybody may write about the marker that ciphertext begins with. Only a whole envelope, in an encrypted message, is
# ciphertext.
RSpec.describe "The marker in ordinary text" do
  include NoticeChannels

  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:marker) { EncryptedMessages::Envelope::MARKER }
  let(:title) { "Harbourmaster wanted at once" }
  let(:text) { "#{marker}Lighthouse is what a ciphertext begins with" }
  let(:sealed) { encrypted_raw(conversation_id: random_id) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    Jobs.run_immediately!
    UserActionManager.enable
    pete.update!(last_seen_at: Time.zone.now)
  end

  def message(raw: text)
    message = { archetype: "private_message", target_usernames: pete.username }
    first = create_post(user: jane, title:, raw:, **message)
    create_post(user: jane, topic: first.topic, raw: "#{raw} still", reply_to_post_number: 1)
  end

  def raw_of(post, reader)
    JSON.parse(ask(reader, "/posts/#{post.id}.json"))["raw"]
  end

  NoticeChannels::MESSAGES
    .select { |_, (shows, _)| %i[text both].include?(shows) }
    .each do |name, (_, produce)|
      it "is told of like any other: #{name} (H22)" do
        texts = Array(instance_exec(message, pete, &produce)).join
        expect(texts).to include("Lighthouse")
        expect(texts).not_to match(/message is encrypted/i)
      end
    end

  it "is shown and given to its author and others as they wrote it, in public as well (H22)" do
    texts = [
      text,
      "It begins with `#{marker}`.",
      "#{marker}#{"A" * 60}",
      "See #{sealed} for example",
    ]
    texts.each do |raw|
      post = create_post(user: jane, title: "#{title} #{SecureRandom.hex}", raw:)
      expect(post.cooked).to include(marker)
      [jane, pete, admin].each { |reader| expect(raw_of(post, reader)).to eq(raw) }
    end
  end

  it "is edited, and its history compared, as ever (H22)" do
    post = create_post(user: jane, title:, raw: text)
    post.revise(jane, { raw: "#{text}, says Jane" }, force_new_version: true)
    expect(post.reload.raw).to eq("#{text}, says Jane")

    revision = JSON.parse(ask(jane, "/posts/#{post.id}/revisions/latest.json"))
    expect(revision["body_changes"].to_json).to include("Lighthouse").and include("says Jane")
    expect(revision).not_to have_key("encrypted_versions")
  end

  it "is no new version where core makes none of a small edit (H22)" do
    SiteSetting.editing_grace_period = 10.minutes
    post = create_post(user: jane, title:, raw: text)
    post.revise(jane, { raw: "#{text}!" })
    expect(post.reload).to have_attributes(version: 1, raw: "#{text}!")
  end

  it "may be answered by mail (H22)" do
    options = { post: message, allow_reply_by_email: true }
    expect(EncryptedMessages::Placeholder.email_options(options)).to eq(options)
  end

  it "is reviewed and quoted by staff (H22)" do
    post = message
    expect(EncryptedMessages::Placeholder.hide_ciphertext(text)).to eq(text)
    expect(EncryptedMessages::Placeholder.text_for_review(post)).to be_nil
    expect(EncryptedMessages::Placeholder.cooked_for_review(post)).to be_nil
  end

  it "is a draft like any other, which resetting encryption leaves and core may copy (H22)" do
    Draft.set(jane, "new_topic", 0, { reply: text }.to_json)
    Draft.set(jane, "new_private_message", 0, { reply: sealed }.to_json)
    reset_encryption(jane)
    expect(jane.drafts.pluck(:draft_key)).to eq(["new_topic"])
    expect(EncryptedMessages::DraftBackups.ciphertext?({ reply: text }.to_json)).to be(false)
    expect(EncryptedMessages::DraftBackups.ciphertext?({ reply: sealed }.to_json)).to be(true)
  end

  it "may be sent over plain HTTP where an envelope may not (H22)" do
    leave_secure_context
    sign_in(jane)
    post "/posts.json", params: { title:, raw: text, category: Fabricate(:category).id }
    expect(response.status).to eq(200)
    post "/posts.json", params: { title: "#{title} again", raw: sealed }
    expect(response.status).to eq(403)
  end

  describe "a whole envelope" do
    it "is hidden wherever it came to by other ways than ours (H22)" do
      post = message(raw: "Lighthouse keepers are asleep")
      post.update_columns(raw: sealed)
      post.rebake!
      expect(post.cooked).to eq(EncryptedMessages::Placeholder.cooked_text)
      secret = sealed[-60..]
      [jane, pete, admin].each do |reader|
        paths = ["/posts/#{post.id}.json", "/posts/#{post.id}/raw", "/raw/#{post.topic_id}"]
        paths.each { |path| expect(ask(reader, path)).not_to include(secret) }
      end
      quoted = EncryptedMessages::Placeholder.hide_ciphertext("> #{sealed}\n\n> #{text}")
      expect(quoted).to include(text)
      expect(quoted).not_to include(secret)
    end

    it "is no post outside of an encrypted message (H21, H22)" do
      creator = PostCreator.new(jane, title:, raw: sealed)
      expect { creator.create }.not_to change { Post.count }
    end
  end

  it "is ciphertext in an encrypted message, even where somebody has spoilt it (H22)" do
    post = reply_to(start_conversation(jane, pete).topic, jane)
    spoilt = [post.raw[0..400], post.raw.sub(/.{20}\z/, "remapped"), "#{marker}#{"A" * 50}"]
    spoilt.each do |raw|
      post.update_columns(raw:)
      post.rebake!
      expect(post.cooked).to eq(EncryptedMessages::Placeholder.cooked_text)
      expect(raw_of(post, admin)).not_to include(raw[20..])
      expect(ask(admin, "/raw/#{post.topic_id}")).not_to include(raw[20..])
      expect(mail(:user_replied, post, pete).delete("=\r\n")).not_to include(raw[20..60])
    end
  end
end

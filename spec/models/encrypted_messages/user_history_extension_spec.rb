# frozen_string_literal: true

# What staff do to posts is logged for all staff to read, with the posts' text.
RSpec.describe EncryptedMessages::UserHistoryExtension do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin)

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:placeholder) { I18n.t("encrypted_messages.post_placeholder") }

  def logged
    before = UserHistory.maximum(:id).to_i
    yield
    UserHistory.where("id > ?", before).where.not(details: nil).order(:id).pluck(:details)
  end

  def remove_and_recover(post)
    logged do
      PostDestroyer.new(admin, post).destroy
      PostDestroyer.new(admin, Post.with_deleted.find(post.id)).recover
    end
  end

  it "keeps no ciphertext of what staff delete and recover, on or off (H24)" do
    [true, false].each do |enabled|
      SiteSetting.encrypted_messages_enabled = enabled
      details = remove_and_recover(Post.find(first_post.id))
      expect(details.size).to eq(2)
      expect(details).to all include(placeholder)
      expect(details.join).not_to include("encrypted-message:v1")
    end

    SiteSetting.encrypted_messages_enabled = true
    details = remove_and_recover(reply_to(topic, pete))
    expect(details.first).to include(placeholder)
    expect(details.join).not_to include("encrypted-message:v1")
  end

  it "keeps no end of one that core cuts short (H24)" do
    reply = reply_to(topic, pete, ciphertext: SecureRandom.bytes(60_000))
    details = logged { StaffActionLogger.new(admin).log_post_edit(reply, old_raw: reply.raw) }
    expect(details.first.length).to be < 1000
    expect(details.first).not_to include(reply.raw[30, 60])
  end

  it "keeps the text of ordinary posts, though it speaks of the marker" do
    raw = "What does encrypted-message:v1:abc at the beginning mean?"
    post = Fabricate(:post, raw:)
    expect(remove_and_recover(post).first).to include(raw)
  end
end

# frozen_string_literal: true

require_relative "taking_part"

# jane has started a conversation with pete, who has answered, and with mary, who has not. joan has no part in it.
RSpec.shared_context "with accounts in a conversation" do
  include TakingPart

  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }
  fab!(:joan) { Fabricate(:user, username: "joan", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let!(:topic) do
    SiteSetting.encrypted_messages_enabled = true
    enable_encrypted_messages_for(jane, pete, mary)
    start_conversation(jane, pete, mary).topic
  end
  let!(:reply) { reply_to(topic, pete) }

  before do
    [pete, mary].each { |user| write_address_book(user, **next_book(user, shards: [1])) }
    Jobs.run_immediately!
    host! "test.localhost"
  end

  def fields_of(user_id)
    UserCustomField.where(user_id:, name: EncryptedMessages::Identity::FIELDS).pluck(:name)
  end

  def encrypted_draft(user)
    raw = encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)
    Draft.set(user, topic.draft_key, 0, { reply: raw, title: nil }.to_json)
  end

  def expect_to_read(user, posts: 2)
    page = page_of(user)
    expect(page["encrypted_conversation"]["keys"].size).to eq(1)
    expect(page["post_stream"]["posts"].filter_map { |post| post["encrypted_raw"] }.size).to eq(
      posts,
    )
  end

  def expect_no_access(user)
    page_of(user)
    expect(response.status).to eq(403).or eq(404)
    expect(response.body).not_to include("encrypted_conversation")
  end

  def destroy_account(user, **options)
    UserDestroyer.new(admin).destroy(user, options)
  end
end

# frozen_string_literal: true

require_relative "taking_part"

# A conversation of jane and pete, and the invitations into it. mary has keys of her own, karl has none.
RSpec.shared_context "with invitations" do
  include TakingPart

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:karl) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:topic) { start_conversation(jane, pete).topic }
  let(:conversation) { topic.encrypted_conversation }
  let(:conversation_id) { conversation.conversation_id }

  before do
    SiteSetting.encrypted_messages_enabled = true
    enable_encrypted_messages_for(jane, pete, mary)
    host! "test.localhost"
    topic
    sign_in(pete)
  end

  def grant_for(member, granter: pete, **wrong)
    grant(conversation_id:, member:, granter:, **wrong)
  end

  def invite(member = mary, topic_id: topic.id, **params)
    params = { username: member.username, encrypted_keys: { "1" => grant_for(member) }, **params }
    post "/encrypted-messages/topics/#{topic_id}/members.json", params:
  end

  def errors
    response.parsed_body["errors"]
  end

  def text(reason, **params)
    I18n.t("encrypted_messages.errors.#{reason}", **params)
  end

  def expect_nothing_stored
    expect(members).to contain_exactly(jane.id, pete.id)
    expect(holders).to contain_exactly(jane.id, pete.id)
    expect(topic.posts.count).to eq(1)
    expect(mary.notifications.count).to eq(0)
  end
end

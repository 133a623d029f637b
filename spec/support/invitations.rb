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

  # The next entry, which adds somebody, and all that goes with it.
  #
  # @param from [Symbol] `:beginning`, or `:now` for a new epoch
  # @return [Hash] parameters
  def adding(*added, signer: pete, from: :beginning, members: listed + added, **wrong)
    newest = EncryptedMessages::RosterEntry.newest(topic.id).epoch
    epoch = from == :now ? newest + 1 : newest
    entry = next_entry(topic, signer:, members:, epoch: from == :now ? :next : :same, **wrong)
    receivers = from == :now ? members : added
    epochs = from == :now ? [epoch] : (1..epoch)
    encrypted_keys =
      receivers.to_h do |member|
        [
          member.id.to_s,
          epochs.to_h { |one| [one.to_s, grant_for(member, granter: signer, epoch: one, entry:)] },
        ]
      end
    { entry:, encrypted_keys:, username: added.first&.username }.compact
  end

  # Who is listed in the newest entry.
  def listed
    ids = EncryptedMessages::RosterEntry.newest(topic.id).members.keys
    User.where(id: ids).order(:id).to_a
  end

  def grant_for(member, granter: pete, **options)
    grant(conversation_id:, member:, granter:, **options)
  end

  def write_entry(topic_id: topic.id, **params)
    post "/encrypted-messages/topics/#{topic_id}/roster.json", params:, as: :json
  end

  def invite(member = mary, topic_id: topic.id, signer: pete, **params)
    write_entry(topic_id:, **adding(member, signer:), **params)
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
    expect(EncryptedMessages::RosterEntry.where(topic_id: topic.id).count).to eq(1)
    expect(topic.posts.count).to eq(1)
    expect(mary.notifications.count).to eq(0)
  end
end

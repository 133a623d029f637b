# frozen_string_literal: true

require "concurrent"

# Several invitations at the same time, each on a connection of its own.
RSpec.describe EncryptedMessages::InviteMember do
  include TakingPart
  include ThreadsAtOnce

  # Each request sees only what was committed.
  self.use_transactional_tests = false

  let!(:people) { Fabricate.times(4, :user, refresh_auto_groups: true) }
  let(:jane) { people[0] }
  let(:pete) { people[1] }
  let(:mary) { people[2] }
  let(:karl) { people[3] }
  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(*people)
    start_conversation(jane, pete).topic
  end

  # Nothing is rolled back here, and topics leave their posts behind.
  after do
    Post.with_deleted.where(topic_id: topic.id).find_each(&:destroy!)
    topic.destroy!
    EncryptedMessages::DeadRows.remove_all
    people.each(&:destroy!)
  end

  # All threads are ready before any of them continues.
  #
  # @param pairs [Array<Array(User, User)>] inviter and invited
  # @return [Array<Service::Base::Context>] how each ended
  def at_once(*pairs)
    barrier = Concurrent::CyclicBarrier.new(pairs.size)
    in_threads(pairs) do |inviter, invited|
      params = params_of(inviter, invited)
      barrier.wait(10)
      described_class.call(guardian: Guardian.new(User.find(inviter.id)), params:)
    end
  end

  def params_of(inviter, member)
    conversation_id = Topic.find(topic.id).encrypted_conversation.conversation_id
    grants = { "1" => grant(conversation_id:, member:, granter: inviter) }
    { topic_id: topic.id, username: member.username, encrypted_keys: grants }
  end

  def added
    Post.where(topic_id: topic.id, action_code: "invited_user").count
  end

  it "adds once whom two invite at the same time, with one key (R7, R20)" do
    expect(at_once([jane, mary], [pete, mary])).to contain_exactly(
      run_successfully,
      fail_a_policy(:lacks_key),
    )
    expect(members).to contain_exactly(jane.id, pete.id, mary.id)
    expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
    expect(added).to eq(1)
  end

  it "adds both where two are invited at the same time (R7)" do
    expect(at_once([jane, mary], [pete, karl])).to all(run_successfully)
    expect(members).to match_array(people.map(&:id))
    expect(holders).to match_array(people.map(&:id))
    expect(added).to eq(2)
  end

  it "does not exceed the most participants by two at the same time (R7, R13)" do
    SiteSetting.encrypted_messages_max_participants = 3
    expect(at_once([jane, mary], [pete, karl])).to contain_exactly(
      run_successfully,
      fail_a_policy(:within_participants),
    )
    expect(members.size).to eq(3)
    expect(holders).to match_array(members)
  end

  it "gives one key again to who has reset their encryption, where two do at the same time (R20, R35)" do
    reset_encryption(pete)
    first = EncryptedMessages::ConversationKey.find_by(topic_id: topic.id, user_id: pete.id)
    expect(at_once([jane, pete], [jane, pete])).to contain_exactly(
      run_successfully,
      fail_a_policy(:lacks_key),
    )

    key = EncryptedMessages::ConversationKey.where(topic_id: topic.id, user_id: pete.id).sole
    expect(key.encrypted_key).not_to eq(first.encrypted_key)
    expect(added).to eq(0)
  end
end

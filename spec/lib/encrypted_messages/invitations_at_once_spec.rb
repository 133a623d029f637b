# frozen_string_literal: true

require "concurrent"

# Several invitations at the same time, each on a connection of its own.
RSpec.describe EncryptedMessages::Invitation do
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
    Post.with_deleted.where(topic_id: topic.id).delete_all
    topic.destroy!
    EncryptedMessages::DeadRows.remove_all
    people.each(&:destroy!)
  end

  # All are built before any goes on.
  #
  # @param pairs [Array<Array(User, User)>] inviter and invited
  # @return [Array<String, nil>] what each was refused with
  def at_once(*pairs)
    barrier = Concurrent::CyclicBarrier.new(pairs.size)
    in_threads(pairs) do |inviter, invited|
      invitation = invitation_of(inviter, invited)
      barrier.wait(10)
      invitation.perform
      nil
    rescue Topic::NotAllowed, Topic::UserExists => error
      error.message
    end
  end

  def invitation_of(inviter, member)
    own = Topic.find(topic.id)
    conversation_id = own.encrypted_conversation.conversation_id
    grants = { "1" => grant(conversation_id:, member:, granter: inviter) }
    described_class.new(own, inviter: User.find(inviter.id), invited: member, grants:)
  end

  def added
    Post.where(topic_id: topic.id, action_code: "invited_user").count
  end

  it "adds once whom two invite at the same time, with one key (R7, R20)" do
    expect(at_once([jane, mary], [pete, mary])).to eq([nil, nil])
    expect(members).to contain_exactly(jane.id, pete.id, mary.id)
    expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
    expect(added).to eq(1)
  end

  it "adds both where two are invited at the same time (R7)" do
    expect(at_once([jane, mary], [pete, karl])).to eq([nil, nil])
    expect(members).to match_array(people.map(&:id))
    expect(holders).to match_array(people.map(&:id))
    expect(added).to eq(2)
  end

  it "does not exceed the most participants by two at the same time (R7, R13)" do
    SiteSetting.encrypted_messages_max_participants = 3
    answers = at_once([jane, mary], [pete, karl])
    expect(answers.compact).to eq(
      [I18n.t("encrypted_messages.errors.too_many_participants", count: 3)],
    )
    expect(members.size).to eq(3)
    expect(holders).to match_array(members)
  end

  it "gives one key again to who has started anew, where two do at the same time (R20, R35)" do
    start_anew(pete)
    first = EncryptedMessages::ConversationKey.find_by(topic_id: topic.id, user_id: pete.id)
    expect(at_once([jane, pete], [jane, pete])).to eq([nil, nil])

    key = EncryptedMessages::ConversationKey.where(topic_id: topic.id, user_id: pete.id).sole
    expect(key.encrypted_key).not_to eq(first.encrypted_key)
    expect(added).to eq(0)
  end
end

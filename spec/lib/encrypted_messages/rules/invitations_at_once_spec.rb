# frozen_string_literal: true

require "concurrent"

# Several entries, posts and removals at the same time, each on a connection of its own.
RSpec.describe EncryptedMessages::WriteRosterEntry do
  include TakingPart
  include ThreadsAtOnce

  # Each request sees only what was committed.
  self.use_transactional_tests = false

  let!(:people) { Fabricate.times(4, :user, refresh_auto_groups: true) }
  let!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  let(:jane) { people[0] }
  let(:pete) { people[1] }
  let(:mary) { people[2] }
  let(:karl) { people[3] }
  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(*people)
    start_conversation(jane, pete).topic
  end
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }

  # Nothing is rolled back here, and topics leave their posts behind.
  after do
    Post.with_deleted.where(topic_id: topic.id).find_each(&:destroy!)
    topic.destroy!
    EncryptedMessages::DeadRows.remove_all
    [*people, admin].each(&:destroy!)
  end

  # All threads are ready before any of them continues.
  #
  # @param steps [Array<Proc>]
  # @return [Array] what each returned, or the class of the error that it ended with
  def at_once(*steps)
    barrier = Concurrent::CyclicBarrier.new(steps.size)
    in_threads(steps) do |step|
      barrier.wait(10)
      step.call
    rescue StandardError => error
      error.class
    end
  end

  # @return [Proc] writes the next entry, which is made now, and says whether it was taken
  def entry(signer, members, invited: nil, epoch: :same)
    entry = next_entry(topic, signer:, members:, epoch:)
    newest = EncryptedMessages::SignedEntry.parse(entry).epoch
    receivers = epoch == :next ? members : [invited]
    epochs = epoch == :next ? [newest] : (1..newest)
    encrypted_keys =
      receivers.to_h do |member|
        keys =
          epochs.map do |one|
            [one.to_s, grant(conversation_id:, member:, granter: signer, epoch: one, entry:)]
          end
        [member.id.to_s, keys.to_h]
      end
    params = { topic_id: topic.id, entry:, encrypted_keys:, username: invited&.username }
    -> do
      guardian = Guardian.new(User.find(signer.id))
      described_class.call(guardian:, params:).success? ? :written : :refused
    end
  end

  # @return [Proc] says when the reply was stored
  def reply(user, epoch: newest_epoch)
    raw = encrypted_raw(conversation_id:, epoch:)
    -> { PostCreator.create!(User.find(user.id), topic_id: topic.id, raw:).created_at }
  end

  def edit(post)
    raw = edited_raw(post.reload, epoch: newest_epoch)
    -> { Post.find(post.id).revise(User.find(post.user_id), { raw: }) }
  end

  def retitle(user)
    encrypted_title = edited_title(topic.reload, epoch: newest_epoch)
    -> { Topic.find(topic.id).first_post.revise(User.find(user.id), { encrypted_title: }) }
  end

  def added
    Post.where(topic_id: topic.id, action_code: "invited_user").count
  end

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence)
  end

  def newest_epoch
    entries.last.epoch
  end

  let(:conflict) { EncryptedMessages::RosterChanged }

  it "takes one of two entries at one place: the second is told to look again (R7, R20)" do
    4.times do
      both = [jane, pete].map { |signer| entry(signer, [jane, pete], epoch: :next) }
      expect(at_once(*both)).to contain_exactly(:written, conflict)
    end
    expect(entries.pluck(:sequence)).to eq([0, 1, 2, 3, 4])
    expect(entries.pluck(:epoch)).to eq([1, 2, 3, 4, 5])
  end

  it "adds one of two who are invited at the same time, with a key (R7)" do
    ends =
      at_once(
        entry(jane, [jane, pete, mary], invited: mary),
        entry(pete, [jane, pete, karl], invited: karl),
      )
    expect(ends).to contain_exactly(:written, conflict)
    expect(members.size).to eq(3)
    expect(holders).to match_array(members)
    expect(entries.last.members.keys).to match_array(members)
    expect(added).to eq(1)
  end

  it "adds once where the same is sent twice at the same time (R7, R20)" do
    invite = entry(jane, [jane, pete, mary], invited: mary)
    expect(at_once(invite, invite)).to contain_exactly(:written, :refused)
    expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
    expect(added).to eq(1)
  end

  # Core's small action post waits for the topic's mutex, and locks its row until the invitation ends; a reply holds the
  # mutex, and waits for the row.
  it "stands in the way of no reply, edit or title, nor they in its own (R7)" do
    reply(pete).call
    own = topic.posts.last
    6.times do
      steps = [
        entry(jane, [jane, pete, mary], invited: mary),
        reply(pete),
        reply(jane),
        edit(own),
        retitle(jane),
      ]
      expect(at_once(*steps)).to match([:written, be_a(Time), be_a(Time), true, true])

      Topic.find(topic.id).remove_allowed_user(admin, mary)
      expect(entry(jane, [jane, pete], epoch: :next).call).to eq(:written)
    end
    expect(added).to eq(6)
  end

  # The moment that matters: the small action post has locked the topic, and a reply has got the mutex since.
  it "has a reply wait for it that comes right after the small action post (R7)" do
    replying = Concurrent::Event.new
    invite = entry(jane, [jane, pete, mary], invited: mary)
    answer = reply(pete)
    allow_any_instance_of(Topic).to receive(:create_invite_notification!) do
      replying.set
      until_somebody_waits
      true
    end
    steps = [invite, -> { replying.wait(10) && answer.call }]
    expect(at_once(*steps)).to match([:written, be_a(Time)])
  end

  # For a lock of the database.
  def until_somebody_waits
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    Timeout.timeout(10) { nil until DB.query_single(waiting).first > 0 }
  end

  # Likes and edits lock the post, and then its topic; core has a reply lock the one that it answers before the topic, too.
  it "does not wait for a like that waits for it (R7)" do
    reply(pete).call
    liked = topic.posts.last
    answering = Concurrent::Event.new
    raw = encrypted_raw(conversation_id:, epoch: newest_epoch)
    answer = -> do
      answering.wait(10)
      opts = { topic_id: topic.id, raw:, reply_to_post_number: liked.post_number }
      PostCreator.create!(User.find(jane.id), **opts).created_at
    end
    # what core's `PostAction` does in its transaction
    like = -> do
      Post.transaction do
        Post.where(id: liked.id).update_all(like_count: 1)
        answering.set
        until_somebody_waits
        Topic.where(id: topic.id).update_all(like_count: 1)
      end
    end
    expect(at_once(like, answer)).to match([1, be_a(Time)])
  end

  it "leaves no key to somebody who is removed while an entry still lists them (R29)" do
    removing = Concurrent::Event.new
    written = Concurrent::Event.new
    next_one = entry(jane, [jane, pete], epoch: :next)
    remove = -> do
      TopicAllowedUser.transaction do
        TopicAllowedUser.find_by(topic_id: topic.id, user_id: pete.id).destroy!
        removing.set
        written.wait(10)
      end
      :removed
    end
    write = -> do
      removing.wait(10)
      next_one.call.tap { written.set }
    end
    at_once(remove, write)
    expect(members).to contain_exactly(jane.id)
    expect(holders.uniq).to contain_exactly(jane.id)
  end

  it "is not followed by a reply of the epoch before, whoever is first (R29)" do
    entered_at = nil
    watch = ->(_, start, _, _, payload) do
      entered_at = start if payload[:sql].start_with?('INSERT INTO "encrypted_roster_entries"')
    end
    ActiveSupport::Notifications.subscribed(watch, "sql.active_record") do
      8.times do
        written, sent = at_once(entry(jane, [jane, pete], epoch: :next), reply(pete))
        expect(written).to eq(:written)
        expect(sent).to eq(conflict).or(be < entered_at)
      end
    end
  end

  it "lists nobody who has left meanwhile, and nobody writes until one is without them (R7, R29)" do
    steps = [
      -> { Topic.find(topic.id).remove_allowed_user(admin, pete) },
      reply(jane),
      entry(jane, [jane, pete], epoch: :next),
    ]
    expect(at_once(*steps).first).to be_truthy
    expect { reply(jane).call }.to raise_error(conflict)
    expect { entry(jane, [jane, pete], epoch: :next).call }.to raise_error(conflict)
    expect(entry(jane, [jane], epoch: :next).call).to eq(:written)
    expect(reply(jane).call).to be_a(Time)
  end
end

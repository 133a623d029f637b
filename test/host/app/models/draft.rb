# frozen_string_literal: true

# What the composer has saved, as JSON, in the clear.
class Draft < ActiveRecord::Base
  extend DraftBackup

  NEW_TOPIC = "new_topic"
  NEW_PRIVATE_MESSAGE = "new_private_message"
  EXISTING_TOPIC = "topic_"

  class OutOfSequence < StandardError
  end

  belongs_to :user

  validates :draft_key, length: { maximum: 40 }

  after_commit(on: %i[create destroy]) { UserStat.update_draft_count(user_id) }

  # @return [Integer] the sequence to save with next time
  # @raise Draft::OutOfSequence when somebody else saved in between and force_save is off
  def self.set(user, key, sequence, data, owner = nil, force_save: false)
    return 0 if !User.human_user_id?(user.id)

    force_save = force_save.to_s == "true"
    if SiteSetting.backup_drafts_to_pm_length.between?(1, data.length - 1)
      backup_draft(user, key, sequence, data)
    end

    current_sequence = DraftSequence.current(user, key)
    draft = find_by(user_id: user.id, draft_key: key)
    raise OutOfSequence if sequence != current_sequence && !(draft && force_save)

    if draft
      sequence = current_sequence + 1
      DraftSequence.upsert(
        { user_id: user.id, draft_key: key, sequence: sequence },
        unique_by: %i[user_id draft_key],
      )
      draft.update!(sequence:, data:, revisions: draft.revisions + 1, owner: owner || draft.owner)
    else
      create!(user_id: user.id, draft_key: key, data: data, sequence: sequence, owner: owner)
    end
    sequence
  end

  # @return [String, nil] the JSON
  def self.get(user, key, sequence)
    return if !user || !User.human_user_id?(user.id)
    raise OutOfSequence if sequence.to_i != DraftSequence.current(user, key)
    where(user_id: user.id, draft_key: key, sequence: sequence).pick(:data)
  end

  def self.clear(user, key, sequence)
    raise OutOfSequence, "bad draft sequence" if sequence != DraftSequence.current(user, key)
    where(user_id: user.id, draft_key: key).destroy_all
  end

  def self.stream(opts)
    stream =
      where(user_id: opts[:user].id)
        .order(updated_at: :desc)
        .offset(opts[:offset].to_i)
        .limit((opts[:limit] || 30).to_i)
    preload_data(stream, opts[:user])
    stream
  end

  # Their topics and posts, in a few queries.
  def self.preload_data(drafts, user)
    topics = allowed_topics(user).where(id: drafts.map(&:topic_id)).index_by(&:id)
    posts = allowed_posts(user).where(id: drafts.map(&:post_id)).index_by(&:id)
    drafts.each do |draft|
      draft.preload_topic(topics[draft.topic_id])
      draft.preload_post(posts[draft.post_id])
    end
  end

  # Those that the member may still read.
  def self.allowed_topics(user)
    Topic.listable_topics.or(Topic.private_messages_for_user(user))
  end

  def self.allowed_posts(user)
    Post.secured(Guardian.new(user)).where(topic_id: allowed_topics(user).select(:id))
  end

  def parsed_data
    JSON.parse(data)
  rescue JSON::ParserError
    {}
  end

  def topic_id
    draft_key.delete_prefix(EXISTING_TOPIC).to_i if draft_key.start_with?(EXISTING_TOPIC)
  end

  def topic
    return @topic if defined?(@topic)
    @topic = Draft.allowed_topics(user).find_by(id: topic_id)
  end

  def preload_topic(topic)
    @topic = topic
  end

  # The post that is edited.
  def post_id
    parsed_data["postId"]
  end

  def post
    return @post if defined?(@post)
    @post = Draft.allowed_posts(user).find_by(id: post_id)
  end

  def preload_post(post)
    @post = post
  end
end

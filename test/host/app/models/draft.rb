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
    where(user_id: opts[:user].id)
      .order(updated_at: :desc)
      .offset(opts[:offset].to_i)
      .limit((opts[:limit] || 30).to_i)
  end

  def parsed_data
    JSON.parse(data)
  rescue JSON::ParserError
    {}
  end

  def topic_id
    draft_key.delete_prefix(EXISTING_TOPIC).to_i if draft_key.start_with?(EXISTING_TOPIC)
  end

  # Only a topic the member may still read.
  def topic
    return @topic if defined?(@topic)
    topic = Topic.find_by(id: topic_id)
    @topic = Guardian.new(user).can_see?(topic) ? topic : nil
  end
end

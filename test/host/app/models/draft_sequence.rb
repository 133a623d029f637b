# frozen_string_literal: true

# Counts the saves of each draft key, so that of two open composers only one wins.
class DraftSequence < ActiveRecord::Base
  # Moves on and drops the draft that is now out of date.
  def self.next!(user, key)
    user_id = user.is_a?(Integer) ? user : user&.id
    return if !user_id
    return 0 if !User.human_user_id?(user_id)

    sequence = DB.query_single(<<~SQL, user_id: user_id, key: key).first
      INSERT INTO draft_sequences (user_id, draft_key, sequence) VALUES (:user_id, :key, 1)
      ON CONFLICT (user_id, draft_key) DO UPDATE SET sequence = draft_sequences.sequence + 1
      RETURNING sequence
    SQL
    Draft.where(user_id: user_id, draft_key: key).where("sequence < ?", sequence).destroy_all
    UserStat.update_draft_count(user_id)
    sequence
  end

  def self.current(user, key)
    user_id = user.is_a?(Integer) ? user : user&.id
    return if !user_id
    return 0 if !User.human_user_id?(user_id)
    where(user_id: user_id, draft_key: key).pick(:sequence).to_i
  end
end

# frozen_string_literal: true

class UserAction < ActiveRecord::Base
  LIKE = 1
  NEW_TOPIC = 4
  REPLY = 5
  NEW_PRIVATE_MESSAGE = 12
  GOT_PRIVATE_MESSAGE = 13

  PRIVATE_TYPES = [NEW_PRIVATE_MESSAGE, GOT_PRIVATE_MESSAGE].freeze

  # A member's activity, with title and cooked text; their messages only when asked for by type.
  #
  # @param opts user_id, guardian, action_types, offset, limit
  def self.stream(opts)
    types = opts[:action_types].presence
    DB.query(<<~SQL, **opts.slice(:user_id), types: types || [0], limit: opts[:limit] || 60)
      SELECT a.id, t.title, t.slug, a.action_type, a.created_at, t.id AS topic_id, a.user_id AS target_user_id,
        coalesce(p.post_number, 1) AS post_number, p.id AS post_id, pu.username, pu.id AS user_id,
        u.username AS acting_username, u.id AS acting_user_id, coalesce(p.cooked, p2.cooked) AS cooked,
        t.closed, t.archived
      FROM user_actions a
      JOIN topics t ON t.id = a.target_topic_id
      LEFT JOIN posts p ON p.id = a.target_post_id
      JOIN posts p2 ON p2.topic_id = a.target_topic_id AND p2.post_number = 1
      JOIN users u ON u.id = a.acting_user_id
      JOIN users pu ON pu.id = coalesce(p.user_id, t.user_id)
      WHERE a.user_id = :user_id AND t.deleted_at IS NULL
        AND #{types ? "a.action_type IN (:types)" : "t.archetype <> '#{Archetype.private_message}'"}
      ORDER BY a.created_at DESC LIMIT :limit
    SQL
  end
end

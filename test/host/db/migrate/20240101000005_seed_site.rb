# frozen_string_literal: true

# The rows that core seeds: the system user and the automatic groups.
class SeedSite < ActiveRecord::Migration[7.2]
  GROUPS = {
    0 => "everyone",
    1 => "admins",
    2 => "moderators",
    3 => "staff",
    10 => "trust_level_0",
    11 => "trust_level_1",
    12 => "trust_level_2",
    13 => "trust_level_3",
    14 => "trust_level_4",
  }

  def up
    execute <<~SQL
      INSERT INTO users (id, username, username_lower, name, active, approved, admin, moderator, trust_level, created_at, updated_at)
      VALUES (-1, 'system', 'system', 'system', TRUE, TRUE, TRUE, TRUE, 4, NOW(), NOW())
    SQL
    execute "INSERT INTO user_options (user_id) VALUES (-1)"
    execute "INSERT INTO user_stats (user_id) VALUES (-1)"
    execute <<~SQL
      INSERT INTO user_emails (user_id, email, "primary", created_at, updated_at)
      VALUES (-1, 'no_email', TRUE, NOW(), NOW())
    SQL

    GROUPS.each { |id, name| execute <<~SQL }
        INSERT INTO groups (id, name, automatic, created_at, updated_at)
        VALUES (#{id}, '#{name}', TRUE, NOW(), NOW())
      SQL
    execute "SELECT setval('groups_id_seq', 40)"
  end

  def down
    execute "DELETE FROM users WHERE id = -1"
    execute "DELETE FROM groups WHERE automatic"
  end
end

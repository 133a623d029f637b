# frozen_string_literal: true

class CreateTopicInvites < ActiveRecord::Migration[7.2]
  def change
    create_table :topic_invites do |t|
      t.integer :topic_id, :invite_id, null: false
      t.timestamps
      t.index %i[topic_id invite_id], unique: true
    end
  end
end

# frozen_string_literal: true

# Soft deletion: `deleted_at` hides a row from every ordinary query.
module Trashable
  extend ActiveSupport::Concern

  included do
    default_scope { where(deleted_at: nil) }
    scope :with_deleted, -> { unscope(where: :deleted_at) }
    belongs_to :deleted_by, class_name: "User"
  end

  def trashed?
    deleted_at.present?
  end

  def trash!(trashed_by = nil)
    update_columns(deleted_at: Time.zone.now, deleted_by_id: trashed_by&.id)
  end

  def recover!
    update_columns(deleted_at: nil, deleted_by_id: nil)
  end
end

# frozen_string_literal: true

# The post that keeps one draft.
class BackupDraftPost < ActiveRecord::Base
  belongs_to :user
  belongs_to :post
end

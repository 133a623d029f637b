# frozen_string_literal: true

# The message to themselves in which a member's long drafts are kept.
class BackupDraftTopic < ActiveRecord::Base
  belongs_to :user
  belongs_to :topic
end

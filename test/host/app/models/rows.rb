# frozen_string_literal: true

# Core's models that are little more than rows, each of which has a file of its own there. Loaded by
# config/application.rb.

# Named values beside a record, see HasCustomFields.
UserCustomField = Class.new(ActiveRecord::Base)
TopicCustomField = Class.new(ActiveRecord::Base)
PostCustomField = Class.new(ActiveRecord::Base)
GroupCustomField = Class.new(ActiveRecord::Base)
PluginStoreRow = Class.new(ActiveRecord::Base)

class UserEmail < ActiveRecord::Base
  belongs_to :user
  validates :email, presence: true, uniqueness: { case_sensitive: false }
end

class UserApiKeyScope < ActiveRecord::Base
  METHODS = { "read" => %w[GET], "write" => %w[GET POST PATCH PUT DELETE] }.freeze

  def permits?(env)
    METHODS.fetch(name, []).include?(env["REQUEST_METHOD"])
  end
end

class MutedUser < ActiveRecord::Base
  belongs_to :user
  belongs_to :muted_user, class_name: "User"
end

class IgnoredUser < ActiveRecord::Base
  belongs_to :user
  belongs_to :ignored_user, class_name: "User"
end

class TopicAllowedUser < ActiveRecord::Base
  belongs_to :topic
  belongs_to :user
  validates :topic_id, uniqueness: { scope: :user_id }, if: :topic_id
end

class TopicAllowedGroup < ActiveRecord::Base
  belongs_to :topic
  belongs_to :group
  validates :topic_id, uniqueness: { scope: :group_id }, if: :topic_id
end

# The topics that an invite link leads to.
class TopicInvite < ActiveRecord::Base
  belongs_to :topic
  validates :topic_id, :invite_id, presence: true
end

# One edit: field name → [before, after].
class PostRevision < ActiveRecord::Base
  belongs_to :post
  belongs_to :user
  serialize :modifications, type: Hash, coder: YAML
end

# A text in another language.
class PostLocalization < ActiveRecord::Base
  belongs_to :post
  validates :post_version, :raw, :cooked, :localizer_user_id, presence: true
  validates :locale, presence: true, uniqueness: { scope: :post_id }
end
class TopicLocalization < ActiveRecord::Base
  belongs_to :topic
  validates :title, :fancy_title, :localizer_user_id, presence: true
  validates :locale, presence: true, uniqueness: { scope: :topic_id }
end

# What SearchIndexer writes.
PostSearchData = Class.new(ActiveRecord::Base)
TopicSearchData = Class.new(ActiveRecord::Base)

# The message to themselves in which a member's long drafts are kept, and the post of each.
BackupDraftTopic = Class.new(ActiveRecord::Base)
BackupDraftPost = Class.new(ActiveRecord::Base)

class EmailLog < ActiveRecord::Base
  belongs_to :post

  # As it stands in an address.
  def bounce_key
    super&.delete("-")
  end
end

# What core would have sent to the browser's push service.
class PushMessage < ActiveRecord::Base
  serialize :payload, coder: JSON
end

class ChildTheme < ActiveRecord::Base
  belongs_to :parent_theme, class_name: "Theme"
  belongs_to :child_theme, class_name: "Theme"
end

# One flag, as staff see it.
class ReviewableScore < ActiveRecord::Base
  belongs_to :reviewable
  belongs_to :user
  belongs_to :meta_topic, class_name: "Topic"
  enum :status, { pending: 0, agreed: 1, disagreed: 2, ignored: 3 }
end

# Of plugins that come with Discourse: discourse-assign, discourse-suggested-edits, discourse-post-voting.

# Who is to see to a topic or a post, and what they are told of it.
class Assignment < ActiveRecord::Base
  belongs_to :topic
  belongs_to :assigned_to, polymorphic: true
  belongs_to :assigned_by_user, class_name: "User"
  belongs_to :target, polymorphic: true
end

# What somebody would rather read in a topic's first post.
class SuggestedEdit < ActiveRecord::Base
  belongs_to :post
  belongs_to :user
  enum :status, { pending: 0, applied: 1, dismissed: 2, stale: 3, withdrawn: 4 }
  validates :raw_suggestion, :base_post_version, presence: true
end

# A remark under a post, where the topic takes votes.
class PostVotingComment < ActiveRecord::Base
  belongs_to :post
  belongs_to :user
  validates :post_id, :user_id, :raw, :cooked, presence: true
  before_validation { self.cooked = PrettyText.cook(raw.to_s) }
  before_save { self.last_editor_id ||= user_id }
end

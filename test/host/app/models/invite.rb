# frozen_string_literal: true

# A link by which somebody becomes a member of the site, with words for them. It is kept before what it leads to is
# looked at. The host sends none and lets none be followed.
class Invite < ActiveRecord::Base
  belongs_to :invited_by, class_name: "User"
  has_many :topic_invites

  before_create { self.invite_key ||= SecureRandom.hex(16) }

  def self.generate(invited_by, opts = nil)
    opts ||= {}
    invite = create!(opts.slice(:email, :description, :custom_message).merge(invited_by:))
    topic_id = opts[:topic]&.id || opts[:topic_id]
    invite.topic_invites.find_or_create_by!(topic_id:) if topic_id.present?
    invite.reload
  end
end

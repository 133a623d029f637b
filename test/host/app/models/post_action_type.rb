# frozen_string_literal: true

# What a member may do to a post; in core a table, since sites may add flags of their own.
class PostActionType
  def self.types
    @types ||=
      Enum.new(
        like: 2,
        off_topic: 3,
        inappropriate: 4,
        notify_user: 6,
        notify_moderators: 7,
        spam: 8,
        illegal: 10,
      )
  end

  def self.flag_types
    types.except(:like)
  end

  def self.is_flag?(type)
    flag_types.key?(type)
  end

  # Those that staff hear of.
  def self.notify_flag_types
    flag_types.except(:notify_user)
  end

  # Those that may come with words of the member's own.
  def self.additional_message_types
    types.slice(:notify_user, :notify_moderators, :spam, :illegal)
  end
end

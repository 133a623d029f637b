# frozen_string_literal: true

# What a program may do in a member's name that they have allowed it (core's lib/discourse_mcp). The host has the tools
# that write, each with core's own calls and nothing around them; core checks a tool's arguments and scopes before.
module DiscourseMcp
  class ToolError < StandardError
  end

  module Tools
    CALLS = {
      CreateTopic: ->(user, arguments) do
        PostCreator.create!(user, title: arguments.fetch("title"), raw: arguments.fetch("raw"))
      end,
      ReplyTopic: ->(user, arguments) do
        PostCreator.create!(user, **arguments.slice("topic_id", "raw").symbolize_keys)
      end,
      CreatePrivateMessage: ->(user, arguments) do
        PostCreator.create!(
          user,
          title: arguments.fetch("title"),
          raw: arguments.fetch("raw"),
          archetype: Archetype.private_message,
          target_usernames: arguments.fetch("usernames").join(","),
        )
      end,
      ReplyPrivateMessage: ->(user, arguments) do
        PostCreator.create!(user, topic_id: arguments["topic_id"], raw: arguments.fetch("raw"))
      end,
      EditPost: ->(user, arguments) do
        post = Post.find(arguments.fetch("post_id"))
        raise ToolError, "Post not found" if !Guardian.new(user).can_edit_post?(post)
        fields = { raw: arguments.fetch("raw"), edit_reason: arguments["edit_reason"] }.compact
        edited = PostRevisor.new(post, post.topic).revise!(user, fields)
        raise ToolError, post.errors.full_messages.join(", ") if !edited
      end,
      UpdateTopic: ->(user, arguments) do
        topic = Topic.find(arguments.fetch("topic_id"))
        Guardian.new(user).ensure_can_edit!(topic)
        changes = arguments.slice("title", "featured_link").symbolize_keys
        revisor = PostRevisor.new(topic.first_post, topic)
        changed = revisor.revise!(user, changes, validate_post: false)
        raise ToolError, topic.errors.full_messages.join(", ") if !changed
      end,
      InviteToPrivateMessage: ->(user, arguments) do
        topic = Topic.find(arguments.fetch("topic_id"))
        if (name = arguments["group_name"])
          group = Group.find_by(name:)
          Guardian.new(user).ensure_can_invite_group_to_private_message!(group, topic)
          topic.invite_group(user, group)
        elsif (address = arguments["email_address"])
          raise Discourse::InvalidAccess if !Guardian.new(user).can_invite_via_email?(topic)
          topic.invite(user, address, nil, arguments["custom_message"])
        else
          raise Discourse::InvalidAccess if !Guardian.new(user).can_invite_to?(topic)
          topic.invite(user, arguments.fetch("username"))
        end
      end,
      SaveDraft: ->(user, arguments) do
        data = arguments.slice("reply", "title", "action", "tags")
        Draft.set(user, arguments.fetch("draft_key"), arguments.fetch("sequence", 0), data.to_json)
      end,
    }.freeze

    CALLS.each do |name, call|
      tool = Module.new
      tool.define_singleton_method(:call) do |arguments:, request_context:|
        call.call(request_context.user, arguments)
      end
      const_set(name, tool)
    end
  end
end

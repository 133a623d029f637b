# frozen_string_literal: true

module EncryptedMessages
  # Where classes of core are changed. See `Seam::Row` for what the fields mean.
  module SeamsOfCore
    ROWS = [
      {
        to: "Draft",
        class_methods: true,
        with: "DraftExtension",
        overrides: %i[set backup_draft preload_data],
        guards: true,
        because:
          "core asks nobody before it stores a draft, and has copies of long ones made by no model",
      },
      {
        to: "Email::MessageIdService",
        class_methods: true,
        needs: %i[find_post_from_message_ids],
        guards: true,
        because: "it is called to know a mail for an answer",
      },
      {
        to: "Email::Processor",
        with: "EmailProcessorExtension",
        overrides: %i[initialize],
        guards: true,
        because: "what failed is logged and sent back without an event",
      },
      {
        to: "Email::Receiver",
        with: "EmailReceiverExtension",
        overrides: %i[initialize],
        needs: %i[
          destinations
          email_log
          is_auto_generated?
          mail
          message_id
          notification_level_for
          post_action_for
          raw_email
          select_body
        ],
        guards: true,
        because: "a mail is kept whole before anything is triggered for it",
      },
      {
        to: "Email::Receiver",
        class_methods: true,
        needs: %i[extract_reply_message_ids],
        guards: true,
        because: "it is called to know a mail for an answer",
      },
      {
        to: "Guardian",
        with: "GuardianExtension",
        overrides: %i[
          can_convert_topic?
          can_edit_post?
          can_edit_staff_notes?
          can_invite_group_to_private_message?
          can_invite_to?
          can_invite_via_email?
          can_localize_post?
          can_localize_topic?
          can_move_posts?
          can_reply_as_new_topic?
          can_wiki?
        ],
        needs: %i[can_merge_users? is_my_own? authenticated?],
        because: "core has modifiers for few of a guardian's answers, and for none of these",
      },
      {
        to: "Invite",
        class_methods: true,
        with: "InviteExtension",
        overrides: %i[generate],
        guards: true,
        because: "a link is stored, with words for who is invited, before its topic is",
      },
      {
        to: "NewPostManager",
        with: "NewPostManagerExtension",
        overrides: %i[perform],
        because:
          "a handler cannot see how the creation ended, and makes core think that posts may be queued",
      },
      {
        to: "Notification",
        class_methods: true,
        with: "NotificationExtension",
        overrides: %i[populate_acting_user],
        because: "notifications are the one list without `on_preload`",
      },
      {
        to: "Post",
        with: "PostExtension",
        needs: %i[acting_user revisions],
        columns: %w[
          raw
          topic_id
          user_id
          post_type
          via_email
          raw_email
          cook_method
          edit_reason
          wiki
        ],
        guards: true,
        because:
          "every event and handler is passed by on some path, and a plugin's own callbacks rest while it is off",
      },
      {
        to: "PostLocalization",
        with: "PostLocalizationExtension",
        columns: %w[post_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "PostMerger",
        with: "PostMergerExtension",
        overrides: %i[merge],
        because:
          "core does not look at whether a post was saved, and asks no guardian about the text",
      },
      {
        to: "PostMover",
        with: "PostMoverExtension",
        overrides: %i[to_topic to_new_topic],
        because:
          "the guardian is asked about one of the two topics only, and not by tools that move posts",
      },
      {
        to: "PostOwnerChanger",
        with: "PostOwnerChangerExtension",
        overrides: %i[change_owner!],
        because: "the guardian is asked about the member only, not about the posts",
      },
      {
        to: "PostRevisionSerializer",
        with: "PostRevisionSerializerExtension",
        overrides: %i[body_changes include_encrypted_title_changes?],
        needs: %i[previous current],
        because: "what a plugin adds to a serializer cannot leave single revisions to core",
      },
      {
        to: "PostRevisor",
        with: "PostRevisorExtension",
        overrides: %i[revise_post],
        needs: %i[successfully_saved_post_and_topic],
        because: "its events do not say which half of an edit was stored",
      },
      {
        to: "PostValidator",
        with: "PostValidatorExtension",
        overrides: %i[post_body_validator unique_post_validator],
        because: "`:validate_post` adds checks and takes none away",
      },
      {
        to: "PostsController",
        with: "PostsControllerExtension",
        overrides: %i[serialize_data],
        needs: %i[markdown_id markdown_num],
        because: "`raw` is rendered here without a serializer, and lists have no `on_preload`",
      },
      {
        to: "PostsController",
        with: "ConflictAnswersExtension",
        needs: %i[create update],
        because: "core answers an error that it does not know with 500",
      },
      {
        to: "PostsController",
        with: "SecureContextExtension",
        needs: %i[create update],
        because: "no event of a post knows how its request came",
      },
      {
        to: "ReviewableFlaggedPostSerializer",
        with: "ReviewableFlaggedPostSerializerExtension",
        overrides: %i[cooked raw],
        because: "what a plugin adds to a serializer cannot leave single posts to core",
      },
      {
        to: "SearchIndexer",
        class_methods: true,
        with: "SearchIndexerExtension",
        overrides: %i[index],
        needs: %i[update_index],
        because: "core has a modifier for how words weigh, none for which are taken",
      },
      {
        to: "Topic",
        with: "TopicExtension",
        overrides: %i[invite],
        needs: %i[private_message?],
        columns: %w[title featured_link archetype],
        guards: true,
        because: "as with `Post`; and an association cannot be added to a model in another way",
      },
      {
        to: "TopicAllowedGroup",
        with: "TopicAllowedGroupExtension",
        columns: %w[topic_id],
        because:
          "core has no event for a group that is added, and a plugin's own callbacks rest while it is off",
      },
      {
        to: "TopicAllowedUser",
        with: "TopicAllowedUserExtension",
        columns: %w[topic_id user_id],
        because:
          "core has no event for members who come and go, and a plugin's own callbacks rest while it is off",
      },
      {
        to: "TopicInvite",
        with: "TopicInviteExtension",
        columns: %w[topic_id],
        because:
          "a link that exists is led to another topic without a question, and a plugin's own callbacks rest while it is off",
      },
      {
        to: "TopicLocalization",
        with: "TopicLocalizationExtension",
        columns: %w[topic_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "TopicPublisher",
        with: "TopicPublisherExtension",
        overrides: %i[publish!],
        because: "core forgets the revisions without looking at whether the topic was converted",
      },
      {
        to: "TopicStatusUpdater",
        with: "TopicStatusUpdaterExtension",
        overrides: %i[create_moderator_post_for],
        guards: true,
        because: "`:topic_status_updated` comes when the words are a post already",
      },
      {
        to: "TopicsController",
        with: "ConflictAnswersExtension",
        needs: %i[update],
        because: "core answers an error that it does not know with 500",
      },
      {
        to: "TopicsController",
        with: "SecureContextExtension",
        needs: %i[update],
        because: "no event of a topic knows how its request came",
      },
      {
        to: "User",
        with: "UserExtension",
        overrides: %i[_custom_fields],
        because: "core shows every custom field to whatever saves the member",
      },
      {
        to: "User",
        class_methods: true,
        with: "UserExtension::ShownFields",
        overrides: %i[allowed_user_custom_fields custom_fields_for_ids],
        because:
          "settings and plugins can add to the list of what is shown, and nothing takes away from it",
      },
      {
        to: "UserAuthToken",
        class_methods: true,
        with: "UserAuthTokenExtension",
        overrides: %i[generate!],
        because: "nothing that core triggers tells an impersonation from a login",
      },
      {
        to: "UserHistory",
        with: "UserHistoryExtension",
        columns: %w[context details new_value previous_value subject topic_id post_id],
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "UserMerger",
        with: "UserMergerExtension",
        overrides: %i[merge! change_post_owner],
        because: "`:merging_users` comes after the posts have been given away",
      },
      {
        to: "WordWatcher",
        with: "WordWatcherExtension",
        overrides: %i[initialize],
        because: "core has no modifier for the text that words are looked for in",
      },
      {
        to: "Bookmark",
        with: "TextBesideExtension",
        columns: %w[name bookmarkable_id bookmarkable_type],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
    ].freeze
  end
end

# frozen_string_literal: true

# name: discourse-encrypted-messages
# about: End-to-end encrypted personal messages
# meta_topic_id: TODO
# version: 0.1
# authors: The discourse-encrypted-messages contributors
# (the address of the repository, as url, once it is published: core shows it to administrators as a link)
# required_version: 2026.7.0

enabled_site_setting :encrypted_messages_enabled

add_admin_route "encrypted_messages.admin.title",
                "discourse-encrypted-messages",
                use_new_show_route: true

register_asset "stylesheets/admin/site-report.scss", :admin
register_asset "stylesheets/common/composer-panel.scss"
register_asset "stylesheets/common/composer-toggle.scss"
register_asset "stylesheets/common/history.scss"
register_asset "stylesheets/common/members.scss"
register_asset "stylesheets/common/preferences.scss"
register_asset "stylesheets/common/reading.scss"
register_asset "stylesheets/common/verifying.scss"

register_svg_icon "circle-check"
register_svg_icon "circle-xmark"
register_svg_icon "backward"
register_svg_icon "forward"
register_svg_icon "key"
register_svg_icon "lock"
register_svg_icon "lock-open"
register_svg_icon "triangle-exclamation"

module ::EncryptedMessages
  PLUGIN_NAME = "discourse-encrypted-messages"
end

require_relative "lib/encrypted_messages/bundled_modules"
EncryptedMessages::BundledModules.make

require_relative "lib/encrypted_messages/engine"
require_relative "lib/encrypted_messages/log_filter"

EncryptedMessages::LogFilter.install(Rails.application.config)

# A table of contents only. The rules are in the rooms of lib/encrypted_messages (docs/server.md).
after_initialize do
  # What happens to a member's card and wrapped private keys when the account goes. `on` would hear nothing while the
  # plugin is off.
  # rubocop:disable Discourse/Plugins/UsePluginInstanceOn
  DiscourseEvent.on(:user_anonymized) { |user:, **| EncryptedMessages::Accounts.anonymized(user) }
  DiscourseEvent.on(:user_destroyed) { |user| EncryptedMessages::Accounts.deleted(user) }
  DiscourseEvent.on(:merging_users) do |source_user, target_user|
    EncryptedMessages::Accounts.merged(source_user, target_user)
  end
  # rubocop:enable Discourse/Plugins/UsePluginInstanceOn

  # What the client sends to start a conversation, beside core's title and raw.
  add_permitted_post_create_param(:encrypted_entry)
  add_permitted_post_create_param(:encrypted_title)
  add_permitted_post_create_param(:encrypted_keys, :hash)
  on(:before_create_topic) do |topic, creator|
    EncryptedMessages::ConversationBuilder.new(topic, creator).build
  end

  # An edited title is a topic field as core tracks them.
  seams = EncryptedMessages::Seams
  seams.attempt("PostRevisor.track_topic_field") do
    PostRevisor.track_topic_field(:encrypted_title) do |topic_changes, value|
      EncryptedMessages::TitleEdit.new(topic_changes, value).apply if enabled?
    end
  end

  # The placeholder, wherever core shows or sends a text.
  reloadable_patch do # the filters go when Rails reloads code in development
    EncryptedMessages::Seams.attempt("Plugin::Filter.register") do
      Plugin::Filter.register(:after_post_cook) do |post, cooked|
        EncryptedMessages::Placeholder.cooked(post) || cooked
      end
    end
  end
  register_modifier(:user_notification_email_options) do |options|
    EncryptedMessages::Placeholder.email_options(options)
  end
  register_modifier(:message_builder_body) do |body, options|
    body = EncryptedMessages::Placeholder.email_body(body, options)
    EncryptedMessages::IncomingMail.rejection(body, options)
  end

  # A timer may close an encrypted message, or do anything else, except publish it.
  seams.attempt("TopicTimer") do
    add_model_callback(:topic_timer, :validate) do
      if publishing_to_category? && EncryptedMessages::Conversation.of_topic(topic, topic_id)
        EncryptedMessages::Refusal.add(self, :stays_private)
      end
    end
  end

  # Changes of core's classes; and of classes of plugins that come with it, once the last plugin is initialized.
  reloadable_patch { EncryptedMessages::Seams.apply_to_core }
  Discourse.plugins.last.after_initialize do
    reloadable_patch { EncryptedMessages::Seams.apply_to_plugins }
  end

  # What administrators are told on their dashboard.
  register_problem_check ProblemCheck::EncryptedMessagesConsistency
  register_problem_check ProblemCheck::EncryptedMessagesHttps
  register_problem_check ProblemCheck::EncryptedMessagesCsp
  register_problem_check ProblemCheck::EncryptedMessagesReaders
  register_problem_check ProblemCheck::EncryptedMessagesSeams

  # What is serialized, and to whom.
  seams.attempt("Serialization") { EncryptedMessages::Serialization.register(self) }
  seams.attempt("NoticeSerialization") { EncryptedMessages::NoticeSerialization.register(self) }
end

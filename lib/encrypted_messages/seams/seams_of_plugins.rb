# frozen_string_literal: true

module EncryptedMessages
  # Where classes of plugins are changed that come with Discourse. See `Seam::Row` for what the fields mean.
  module SeamsOfPlugins
    ROWS = [
      {
        to: "Assignment",
        plugin: "discourse-assign",
        with: "TextBesideExtension",
        columns: %w[note topic_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "Assigner",
        plugin: "discourse-assign",
        with: "AssignerExtension",
        overrides: %i[assign],
        needs: %i[topic],
        because: "the old assignment is gone before the new one's model refuses",
      },
      {
        to: "DiscourseBoosts::Boost",
        plugin: "discourse-boosts",
        with: "TextBesideExtension",
        columns: %w[raw post_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "PostSerializer",
        plugin: "discourse-boosts",
        with: "BoostButtonExtension",
        overrides: %i[can_boost],
        because: "what a plugin adds to a serializer cannot leave single posts to another plugin",
      },
      {
        to: "PostVotingComment",
        plugin: "discourse-post-voting",
        with: "TextBesideExtension",
        columns: %w[raw post_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "SharedEditRevision",
        plugin: "discourse-shared-edits",
        with: "TextBesideExtension",
        columns: %w[revision post_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
      {
        to: "SharedEditRevision",
        plugin: "discourse-shared-edits",
        class_methods: true,
        with: "SharedEditRevisionExtension",
        overrides: %i[revise!],
        guards: true,
        because: "it writes by SQL, past the model",
      },
      {
        to: "SuggestedEdit",
        plugin: "discourse-suggested-edits",
        with: "TextBesideExtension",
        columns: %w[raw_suggestion post_id],
        guards: true,
        because: "a plugin's own callbacks rest while it is off",
      },
    ].freeze
  end
end

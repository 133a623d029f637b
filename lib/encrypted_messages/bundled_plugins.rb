# frozen_string_literal: true

module EncryptedMessages
  # Plugins that come with Discourse and keep free text about a post elsewhere than in it, where `PostGuard`
  # never sees it. Whichever of them a site has is held to the same rule.
  module BundledPlugins
    # Model => the column of its text.
    TEXTS = {
      "Assignment" => "note",
      "DiscourseBoosts::Boost" => "raw",
      "PostVotingComment" => "raw",
      "SharedEditRevision" => "revision",
      "SuggestedEdit" => "raw_suggestion",
    }.freeze

    # After all plugins have defined their classes.
    def self.guard
      TEXTS.each_key { |name| name.safe_constantize&.prepend(TextBesideExtension) }
      "SharedEditRevision".safe_constantize&.singleton_class&.prepend(SharedEditRevisionExtension)
      "Assigner".safe_constantize&.prepend(AssignerExtension)
    end
  end
end

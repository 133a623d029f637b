# frozen_string_literal: true

module EncryptedMessages
  # Plugins that come with Discourse and keep free text about a post elsewhere than in it. Whichever of them a
  # site has is held to the same rule as core.
  module BundledPlugins
    # After all plugins have defined their classes.
    def self.guard
      TextBesideExtension::TEXTS.each_key do |name|
        name.safe_constantize&.prepend(TextBesideExtension)
      end
      "SharedEditRevision".safe_constantize&.singleton_class&.prepend(SharedEditRevisionExtension)
      "Assigner".safe_constantize&.prepend(AssignerExtension)
    end
  end
end

# frozen_string_literal: true

module EncryptedMessages
  # With `encrypted_messages_force`, personal messages take no new plain text. Administrators and the site itself may
  # still write to anyone and be answered; moderators follow the same rule as everybody.
  module ForcedEncryption
    def self.on?
      SiteSetting.encrypted_messages_enabled && SiteSetting.encrypted_messages_force
    end

    # @param user [User, nil] the author
    # @param topic [Topic, nil] an ordinary one
    def self.refuses?(user, topic)
      on? && !!topic&.private_message? && !report_to_staff?(topic) &&
        [user, topic.user].none? { |each| exempt?(each) }
    end

    # Users who may always write, and be answered. Bots and the system user have no keys.
    def self.exempt?(user)
      user.present? && (user.admin? || !user.human?)
    end

    # Core makes a flag with a text into a message to a group, and groups have no keys. Only core sets this subtype;
    # members cannot ask for it.
    def self.report_to_staff?(topic)
      topic.subtype == TopicSubtype.notify_moderators
    end
    private_class_method :report_to_staff?
  end
end

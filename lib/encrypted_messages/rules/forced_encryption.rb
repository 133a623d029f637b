# frozen_string_literal: true

module EncryptedMessages
  # `encrypted_messages_force`: no new plain text in personal messages (R13). Administrators and the
  # site itself may still write to anyone, and be answered; moderators follow the same rule as all.
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

    # Who is always able to write, and to be answered. Bots and the system user have no keys.
    def self.exempt?(user)
      user.present? && (user.admin? || !user.human?)
    end

    # A flag with a text becomes a message to a group, which has no keys. The subtype is core's, and
    # cannot be asked for.
    def self.report_to_staff?(topic)
      topic.subtype == TopicSubtype.notify_moderators
    end
    private_class_method :report_to_staff?
  end
end

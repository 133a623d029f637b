# frozen_string_literal: true

module EncryptedMessages
  # Keeps the cards of a deleted member that others still need, and keeps core's custom fields away from the rows that
  # hold keys.
  module UserExtension
    extend ActiveSupport::Concern

    # Before all other callbacks, since the custom fields that hold the cards are deleted with the account.
    prepended { before_destroy(prepend: true) { GoneMember.keep(self) } }

    # Core reads and writes all custom fields of a member through this. With any save, an instance that was read some
    # time ago deletes the rows that it does not know, and restores the values that it does (`save_custom_fields`;
    # logging in by DiscourseConnect does that). So it is not shown the fields that hold keys; `Identity` reads and
    # writes those. With the account they are deleted by the association itself, which this does not change.
    def _custom_fields
      super.where.not(name: Identity::FIELDS)
    end

    # For the class itself. The site's settings or a plugin can name custom fields that core shows to everybody, or to
    # staff. The fields that hold keys are never shown, whatever list names them: whoever has a backup can guess its
    # secret.
    module ShownFields
      # @return [Array<String>]
      def allowed_user_custom_fields(guardian)
        super.reject { |name| Identity::FIELDS.include?(name.to_s) }
      end

      # What serializers read besides those.
      def custom_fields_for_ids(ids, names)
        super(ids, names.to_a.reject { |name| Identity::FIELDS.include?(name.to_s) })
      end
    end
  end
end

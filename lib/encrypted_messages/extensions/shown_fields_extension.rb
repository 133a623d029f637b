# frozen_string_literal: true

module EncryptedMessages
  # The site's settings or a plugin can name custom fields that core shows to everybody, or to staff. The fields that
  # hold keys are never shown, whatever list names them: whoever has a backup can guess its secret.
  module ShownFieldsExtension
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

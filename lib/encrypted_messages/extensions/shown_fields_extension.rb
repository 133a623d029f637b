# frozen_string_literal: true

module EncryptedMessages
  # Core shows custom fields of members to everybody, or to staff, that the site's settings or a plugin name. Of those
  # that hold keys nothing is shown by whatever list they are on: who has a backup can guess its secret.
  module ShownFieldsExtension
    # @return [Array<String>]
    def allowed_user_custom_fields(guardian)
      super.reject { |name| Identity::FIELDS.include?(name.to_s) }
    end

    # What serializers add to those.
    def custom_fields_for_ids(ids, names)
      super(ids, names.to_a.reject { |name| Identity::FIELDS.include?(name.to_s) })
    end
  end
end

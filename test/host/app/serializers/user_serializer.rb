# frozen_string_literal: true

class UserSerializer < BasicUserSerializer
  attributes :title, :trust_level, :moderator, :admin, :created_at, :can_edit
  attributes :can_send_private_messages, :can_send_private_message_to_user, :custom_fields, :email
  attributes :user_option, :groups

  def can_edit
    scope.can_edit_user?(object)
  end

  def can_send_private_messages
    scope.can_send_private_messages?
  end

  def can_send_private_message_to_user
    scope.can_send_private_message?(object) && scope.user != object
  end

  # Those that the site has allowed this viewer.
  def custom_fields
    names = User.allowed_user_custom_fields(scope)
    User.custom_fields_for_ids([object.id], names)[object.id] || {}
  end

  def user_option
    object.user_option.attributes.except("user_id")
  end

  def groups
    object.groups.where(automatic: false).map { |group| { id: group.id, name: group.name } }
  end

  %i[include_email? include_user_option?].each { |name| define_method(name) { can_edit } }
end

# frozen_string_literal: true

# A message from the system to a member, made of a text of the locale and what is filled in.
class SystemMessage
  def self.create(recipient, type, params = {})
    new(recipient).create(type, params)
  end

  def initialize(recipient)
    @recipient = recipient
  end

  def create(type, params = {})
    params = { base_url: Discourse.base_url }.merge(params)
    PostCreator.create(
      Discourse.system_user,
      title: I18n.t("system_messages.#{type}.subject_template", **params),
      raw: I18n.t("system_messages.#{type}.text_body_template", **params),
      archetype: Archetype.private_message,
      target_usernames: @recipient.username,
      subtype: TopicSubtype.system_message,
      skip_validations: true,
    )
  end
end

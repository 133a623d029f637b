# frozen_string_literal: true

# Tells the sender of a mail why nothing came of it.
class RejectionMailer < ActionMailer::Base
  layout nil

  def send_rejection(template, message_from, template_args)
    reasons = "system_messages.#{template}.text_body_template"
    body =
      I18n.t(reasons, default: :"system_messages.email_reject.text_body_template", **template_args)
    options = template_args.merge(template: "system_messages.#{template}")
    body =
      DiscoursePluginRegistry.apply_modifier(:message_builder_body, body, options, message_from)
    mail(
      to: message_from,
      from: SiteSetting.notification_email,
      subject: I18n.t("system_messages.email_reject.subject_template", **template_args),
      body: body,
      content_type: "text/plain",
    )
  end
end

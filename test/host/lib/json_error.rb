# frozen_string_literal: true

# Errors as the JSON that the client's popupAjaxError reads.
module JsonError
  # @param object a text, texts, a record with errors, or an exception
  def create_errors_json(object, opts = {})
    errors = { errors: error_messages(object) }
    errors[:error_type] = opts[:type] if opts[:type]
    errors[:extras] = opts[:extras] if opts[:extras]
    errors
  end

  private

  def error_messages(object)
    object = object.record if object.is_a?(ActiveRecord::RecordInvalid)
    case object
    when String
      [object]
    when Array
      object.map(&:to_s)
    when Exception
      [(object.cause || object).message.presence || object.class.name]
    else
      messages = object.respond_to?(:errors) ? object.errors.full_messages : []
      messages.presence || [I18n.t("js.generic_error")]
    end
  end
end

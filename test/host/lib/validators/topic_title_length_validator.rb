# frozen_string_literal: true

class TopicTitleLengthValidator < ActiveModel::EachValidator
  def validate_each(record, attribute, value)
    length = ActiveModel::Validations::LengthValidator
    length.new(attributes: :title, in: range(record), allow_blank: true).validate_each(
      record,
      attribute,
      value,
    )
  end

  private

  def range(topic)
    if topic.user&.admin?
      1..SiteSetting.max_topic_title_length
    elsif topic.private_message?
      SiteSetting.private_message_title_length
    else
      SiteSetting.topic_title_length
    end
  end
end

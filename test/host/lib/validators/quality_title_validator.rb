# frozen_string_literal: true

class QualityTitleValidator < ActiveModel::EachValidator
  def validate_each(record, attribute, value)
    record.errors.add(attribute, I18n.t(:is_invalid)) if !TextSentinel.title_sentinel(value).valid?
  end
end

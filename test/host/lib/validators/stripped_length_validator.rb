# frozen_string_literal: true

class StrippedLengthValidator
  # @param range [Range] allowed number of characters, spaces at the ends and HTML comments not counted at the lower end
  def self.validate(record, attribute, value, range)
    if value.blank?
      record.errors.add(attribute, I18n.t("errors.messages.blank")) if range.begin > 0
      return
    end

    if value.gsub(/<!--(.*?)-->/, "").strip.length < range.begin
      record.errors.add(attribute, I18n.t("errors.messages.too_short", count: range.begin))
    elsif value.length > range.end
      record.errors.add(
        attribute,
        I18n.t("errors.messages.too_long_validation", max: range.end, length: value.length),
      )
    end
  end
end

# frozen_string_literal: true

# For settings that name groups: at least one, and every one of them exists.
class AtLeastOneGroupValidator
  def initialize(opts = {})
    @opts = opts
  end

  def valid_value?(value)
    ids = value.to_s.split("|").map(&:to_i)
    @unknown = ids - Group.where(id: ids).pluck(:id)
    ids.any? && @unknown.empty?
  end

  def error_message
    key = @unknown.any? ? "invalid_group" : "at_least_one_group_required"
    I18n.t("site_settings.errors.#{key}")
  end
end

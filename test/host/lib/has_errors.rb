# frozen_string_literal: true

# ActiveModel errors for a class that is no model, and giving up a transaction because of a model's errors.
module HasErrors
  def errors
    @errors ||= ActiveModel::Errors.new(self)
  end

  def validate_child(object)
    return true if object.valid?
    add_errors_from(object)
    false
  end

  # @raise ActiveRecord::Rollback, so the surrounding transaction leaves nothing
  def rollback_from_errors!(object)
    add_errors_from(object)
    raise ActiveRecord::Rollback, object.errors.full_messages.join("\n")
  end

  def add_errors_from(object)
    object.errors.full_messages.each { |message| errors.add(:base, message) }
  end

  def read_attribute_for_validation(_attribute)
    nil
  end

  def self.included(base)
    base.extend(ActiveModel::Naming)
    base.extend(ActiveModel::Translation)
  end
end

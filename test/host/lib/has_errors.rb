# frozen_string_literal: true

# ActiveModel errors for a class that is no model, and giving up a transaction because of a model's errors.
module HasErrors
  # Answered as 403, 404 and 409 where set; otherwise errors are a 422.
  attr_accessor :forbidden, :not_found, :conflict

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

  # Adds one of the object's own error keys first.
  def rollback_with!(object, error, **kwargs)
    object.errors.add(:base, error, **kwargs)
    rollback_from_errors!(object)
  end

  def add_error(message)
    errors.add(:base, message) if errors[:base].exclude?(message)
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

# frozen_string_literal: true

# What a service's `params` block defines.
class Service::ContractBase
  include ActiveModel::API
  include ActiveModel::Attributes
  include ActiveModel::Validations::Callbacks

  delegate :slice, :merge, :except, to: :to_hash

  # Names within what was sent become symbols too, as core's do.
  def initialize(**attributes)
    super(**attributes.deep_symbolize_keys.slice(*self.class.attribute_names.map(&:to_sym)))
  end

  def to_hash
    attributes.symbolize_keys
  end

  def raw_attributes
    @attributes.values_before_type_cast
  end
end

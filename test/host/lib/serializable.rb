# frozen_string_literal: true

# Lets a serializer read the attributes of an object that is no model.
module Serializable
  def read_attribute_for_serialization(name)
    public_send(name)
  end
end

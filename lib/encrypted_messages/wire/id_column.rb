# frozen_string_literal: true

module EncryptedMessages
  # The type of a column that holds the 16 bytes of a conversation's or message's id, of which the code knows the base64url.
  # PostgreSQL's `uuid` is the one type of just that size; these bytes are no UUID otherwise.
  class IdColumn < ActiveRecord::Type::Value
    def type
      :uuid
    end

    # @raise [Wire::Malformed]
    def serialize(value)
      value && Wire.bytes(Wire.decode64(value), Wire::ID_BYTES).unpack1("H*")
    end

    def deserialize(value)
      value && Wire.encode64([value.delete("-")].pack("H*"))
    end
  end
end

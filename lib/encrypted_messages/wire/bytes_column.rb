# frozen_string_literal: true

module EncryptedMessages
  # The type of a column that holds bytes of which the code knows the base64url: as they were sent, and as they are given
  # out. In the table they take three quarters of that. Each text that `Wire` takes stands for other bytes, so it comes back
  # to the letter; a text that it does not take is not stored.
  class BytesColumn < ActiveRecord::ConnectionAdapters::PostgreSQL::OID::Bytea
    def cast(value)
      value
    end

    # @raise [Wire::Malformed]
    def serialize(value)
      super(value && Wire.decode64(value))
    end

    def deserialize(value)
      bytes = super
      bytes && Wire.encode64(bytes)
    end
  end
end

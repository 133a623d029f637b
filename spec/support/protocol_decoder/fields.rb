# frozen_string_literal: true

module ProtocolDecoder
  # §1: a map has exactly the keys listed, an array the items, a byte string the length.
  module Fields
    # @param value whatever was decoded
    # @param required [Hash] a Range of integers, the size of a byte string, or a Proc for each key
    def self.check(value, required, optional = {})
      ProtocolDecoder.refuse_unless(value.is_a?(Hash), "malformed")
      keys = value.keys
      ProtocolDecoder.refuse_unless((required.keys - keys).empty?, "malformed")
      ProtocolDecoder.refuse_unless((keys - required.keys - optional.keys).empty?, "malformed")
      value.each do |key, item|
        ProtocolDecoder.refuse_unless(fits?(item, required[key] || optional[key]), "malformed")
      end
      value
    end

    def self.fits?(item, type)
      case type
      when Integer
        bytes?(item) && item.bytesize == type
      when Range
        item.is_a?(Integer) && type.cover?(item)
      else
        type.call(item)
      end
    end

    def self.bytes?(item)
      item.is_a?(String) && item.encoding == ::Encoding::BINARY
    end
  end
end

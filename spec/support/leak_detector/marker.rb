# frozen_string_literal: true

module EncryptedMessages
  class LeakDetector
    # A random text that must never leave the browser in the clear, and a search for it in whatever form it may
    # have taken. Half of it is enough to be found, since texts are sent while they are typed.
    class Marker
      LENGTH = 24 # letters and digits; what is searched for are the first and the last HALF of them
      HALF = 10

      attr_reader :text

      # text: given only to test the search
      def initialize(text = nil)
        @text = text || "mk#{SecureRandom.alphanumeric(LENGTH - 2).downcase}"
        @needles = [@text[0, HALF], @text[-HALF..]].flat_map { |half| needles(half) }.uniq
      end

      alias to_s text

      # Whether the marker is in the bytes, plainly or encoded as base64, base64url, hexadecimal, UTF-16,
      # percent-encoding, HTML entities or JSON escapes. Case is ignored, as in slugs and search indices.
      def in?(bytes)
        among?(Marker.readings(bytes))
      end

      # `in?` for a text that is searched for several markers.
      #
      # @param readings [Array(String, String)] those of `Marker.readings`
      def among?(readings)
        readings.any? do |reading, folded|
          @needles.any? { |needle, fold| (fold ? folded : reading).include?(needle) }
        end
      end

      # The bytes as they are, and with each kind of escape undone that they hold; each in lower case as well.
      def self.readings(bytes)
        bytes = bytes.b
        undone = [
          bytes.gsub(/(?:%|\\x)(\h\h)/n) { $1.hex.chr },
          bytes.gsub(/\\u(\h{4})/n) { character($1.hex) },
          bytes.gsub(/&#(?:x(\h+)|(\d+));/n) { character($1 ? $1.hex : $2.to_i) },
        ]
        [bytes, *undone].uniq.map { |reading| [reading, reading.downcase] }
      end

      # UTF-8, as bytes
      def self.character(code)
        [code].pack("U").b
      rescue RangeError
        ""
      end
      private_class_method :character

      private

      # Pairs of bytes to look for and whether to ignore case.
      def needles(text)
        bytes = text.b
        [
          [bytes.downcase, true],
          [bytes.unpack1("H*"), true],
          [text.encode("UTF-16LE").b, false],
          [text.encode("UTF-16BE").b, false],
        ] + base64_needles(bytes)
      end

      # Base64 of a text depends on where in a group of three bytes it starts, and its first and last letters
      # depend on the neighbours: three needles, without those letters.
      def base64_needles(bytes)
        (0..2).flat_map do |offset|
          encoded = [("\0" * offset) + bytes].pack("m0").delete("=")
          from = (offset * 8).fdiv(6).ceil
          to = ((offset + bytes.size) * 8).div(6)
          needle = encoded[from...to]
          [[needle, false], [needle.tr("+/", "-_"), false]]
        end
      end
    end
  end
end

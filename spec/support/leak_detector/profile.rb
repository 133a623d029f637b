# frozen_string_literal: true

module EncryptedMessages
  class LeakDetector
    # What a browser leaves on the disk, once it is closed: history, session, caches, databases, whatever it is.
    class Profile
      # How Firefox keeps its session: this, the length, and LZ4's block format.
      MOZILLA_LZ4 = "mozLz40\0".b

      # @param directory [String] the browser's profile or user data directory
      def initialize(directory)
        @directory = directory
      end

      # @return [Hash{String => String}] path => bytes
      def texts
        paths = Dir.glob("**/*", File::FNM_DOTMATCH, base: @directory)
        files = paths.select { |path| File.file?(File.join(@directory, path)) }
        files.to_h { |path| [path, unpacked(File.binread(File.join(@directory, path)))] }
      end

      # @param marker [Marker]
      # @return [Array<String>] paths of the files that hold it
      def files_with(marker)
        texts.filter_map { |path, bytes| path if marker.in?(bytes) }
      end

      private

      def unpacked(bytes)
        return bytes if !bytes.start_with?(MOZILLA_LZ4)
        lz4(StringIO.new(bytes.byteslice((MOZILLA_LZ4.bytesize + 4)..)))
      end

      # https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
      def lz4(input)
        output = +"".b
        while (token = input.getbyte)
          output << input.read(length(token >> 4, input)).to_s
          break if input.eof?

          offset = input.read(2).unpack1("v")
          # a match may reach into what it makes itself
          repeated = output.byteslice(-offset, offset)
          size = length(token & 15, input) + 4
          output << (repeated * size.fdiv(offset).ceil).byteslice(0, size)
        end
        output
      end

      # Four bits, and more bytes where they are full.
      def length(start, input)
        sum = start
        return sum if start < 15
        loop do
          byte = input.getbyte
          sum += byte
          return sum if byte < 255
        end
      end
    end
  end
end

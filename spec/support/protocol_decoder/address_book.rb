# frozen_string_literal: true

module ProtocolDecoder
  # §7.3: by which keys a member knows whom
  class AddressBook
    MAX_BYTES = 64 * 1024
    SHARDS = 1..32
    VERSIONS = 1..4_294_967_295
    CONTACTS = 1..192
    STANDINGS = %w[seen confirmed verified verified-before].freeze
    NO_SHARD = ("\0".b * 16).freeze

    NAMES = 0..240 # bytes, of all of a contact's names together
    MAX_OTHER_NAMES = 8

    # @!attribute publication
    #   @return [Integer] 0 where no signed name was seen
    # @!attribute other_names
    #   @return [Array<String>] by which they are known besides
    Contact = Struct.new(:user_id, :fingerprint, :publication, :standing, :name, :other_names)

    attr_reader :version, :methods_digest, :contacts

    # @param root [String] base64url
    # @param shards [Hash{Integer => String}] base64url by number
    # @param account_key [String] the reader's
    # @param fingerprint [String] of the reader's card
    def self.open(root, shards, account_key:, user_id:, fingerprint:)
      key = Crypto.hkdf(account_key, Crypto.purpose("address book", user_id))
      new(key, user_id).tap { |book| book.read(root, shards, fingerprint) }
    end

    def initialize(key, user_id)
      @key = key
      @user_id = user_id
    end

    def read(root, shards, fingerprint)
      digests = read_root(root, fingerprint)
      @contacts =
        SHARDS.flat_map do |number|
          next [] if digests[number - 1] == NO_SHARD
          text = shards[number]
          digest = text && OpenSSL::Digest.digest("SHA256", Encoding.bytes(text))[0, 16]
          ProtocolDecoder.refuse_unless(digest == digests[number - 1], "wrong-entry")
          read_shard(number, text)
        end
    end

    private

    # @return [Array<String>] what the root calls each shard by
    def read_root(text, fingerprint)
      ProtocolDecoder.refuse_unless(text, "malformed")
      part, content = decrypt(text, 0, Label::REVISION => [VERSIONS, nil, nil])
      digests = ->(item) do
        item.is_a?(Array) && item.size == SHARDS.max && item.all? { |one| Fields.fits?(one, 16) }
      end
      Fields.check(content, { 1 => digests, 2 => 32, 3 => 32 })
      ProtocolDecoder.refuse_unless(content[3] == fingerprint, "wrong-fingerprint")
      @version = part.header[Label::REVISION]
      @methods_digest = content[2]
      content[1]
    end

    def read_shard(number, text)
      _, content = decrypt(text, number)
      listed = content.is_a?(Array) && CONTACTS.cover?(content.size)
      ProtocolDecoder.refuse_unless(listed, "malformed")
      contacts = content.map { |item| read_contact(item) }
      ids = contacts.map(&:user_id)
      belong = ids == ids.uniq.sort && ids.all? { |id| 1 + (id % SHARDS.max) == number }
      ProtocolDecoder.refuse_unless(belong, "malformed")
      contacts
    end

    def read_contact(item)
      ProtocolDecoder.refuse_unless(
        item.is_a?(Array) && item.size.between?(5, 5 + MAX_OTHER_NAMES),
        "malformed",
      )
      types = [USER_IDS, 32, 0..4_294_967_295, 0...STANDINGS.size]
      fit = item.first(4).zip(types).all? { |value, type| Fields.fits?(value, type) }
      ProtocolDecoder.refuse_unless(fit && names?(item.drop(4)), "malformed")
      user_id, fingerprint, publication, standing, *names = item
      name, *other_names = names.map { |bytes| Encoding.utf8(bytes) }
      Contact.new(user_id, fingerprint, publication, STANDINGS[standing], name, other_names)
    end

    # The first may be none.
    def names?(names)
      names.all? { |name| Fields.bytes?(name) } && names.drop(1).none?(&:empty?) &&
        NAMES.cover?(names.sum(&:bytesize))
    end

    def decrypt(text, number, labels = {})
      part =
        Cose.encrypt0(
          Encoding.from_text(text, max_bytes: MAX_BYTES),
          kind: :address_book,
          labels: {
            Label::USER => [USER_IDS, @user_id, "wrong-user"],
            **labels,
            Label::PART => [0..SHARDS.max, number, "malformed"],
          },
        )
      [part, Encoding.cbor(Crypto.unpad(part.decrypt(@key, "not-decrypted")))]
    end
  end
end

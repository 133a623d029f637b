# frozen_string_literal: true

require_relative "../../../spec/support/encrypted_messages_helpers"

module Scale
  # What clients send, as SQL that puts each row's own numbers and ids into its bytes: made in Ruby, a million would take
  # hours. Signatures and ciphertexts are nobody's. Users' numbers are above 65,535, so that each takes four bytes.
  class Templates
    include EncryptedMessagesHelpers

    FIRST_USER = 100_000
    PEOPLE = 5
    Member = Struct.new(:id)
    MEMBERS = Array.new(PEOPLE) { |nth| Member.new(0x41_42_43_44 + (nth * 0x01_01_01_01)) }.freeze
    CONVERSATION = Base64.urlsafe_encode64("CONVERSATION ID.", padding: false).freeze
    MESSAGE = Base64.urlsafe_encode64("THE MESSAGE'S ID", padding: false).freeze

    # Columns that hold the id as `uuid`, and the number of the first member; the others' follow.
    def initialize(conversation: "conversation_id", message: "message_id", first: "first_user")
      @values = { decode(CONVERSATION) => "uuid_send(#{conversation})" }
      @values[decode(MESSAGE)] = "uuid_send(#{message})"
      MEMBERS.each_with_index do |member, nth|
        @values[[member.id].pack("N")] = "int4send((#{first} + #{nth})::integer)"
      end
    end

    # @return [String] SQL of text, as `posts.raw` has it
    def body
      marker = EncryptedMessages::Envelope::MARKER
      text = encrypted_raw(conversation_id: CONVERSATION, message_id: MESSAGE)
      "'#{marker}' || #{base64url_of(bytes(text.delete_prefix(marker)))}"
    end

    # @return [String] SQL of bytes
    def title
      bytes(encrypted_title(conversation_id: CONVERSATION))
    end

    # @param nth [Integer] of the members, which the first one has granted it
    # @return [String] SQL of bytes
    def grant_to(nth)
      bytes(grant(conversation_id: CONVERSATION, member: MEMBERS[nth], granter: MEMBERS.first))
    end

    # @return [String] SQL of bytes
    def entry(sequence)
      bytes(
        roster_entry(
          conversation_id: CONVERSATION,
          signer: MEMBERS.first,
          members: MEMBERS,
          sequence:,
          before: SecureRandom.bytes(sequence == 0 ? 16 : 32),
        ),
      )
    end

    # @return [String] SQL of text
    def card
      base64url_of(bytes(card_for(MEMBERS.first)))
    end

    # @return [String] SQL of bytes
    def book_part(part)
      bytes(sealed_part(MEMBERS.first, part:))
    end

    private

    def decode(text)
      Base64.urlsafe_decode64(text)
    end

    def bytes(text)
      made = decode(text)
      @values.reduce("'\\x#{made.unpack1("H*")}'::bytea") do |sql, (placeholder, value)|
        places(made, placeholder).reduce(sql) do |before, place|
          "overlay(#{before} placing #{value} from #{place + 1})"
        end
      end
    end

    def places(bytes, placeholder)
      found = []
      from = -1
      while (from = bytes.index(placeholder, from + 1))
        found << from
      end
      found
    end

    def base64url_of(bytes)
      "translate(encode(#{bytes}, 'base64'), E'+/=\\n', '-_')"
    end
  end
end

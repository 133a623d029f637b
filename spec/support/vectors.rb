# frozen_string_literal: true

# What test/vectors/ publishes, and its bytes.
module Vectors
  # @param name [String] of the file
  # @return [Hash]
  def self.read(name)
    JSON.parse(File.read(File.expand_path("../../test/vectors/#{name}.json", __dir__)))
  end

  def self.bytes(text)
    Base64.urlsafe_decode64(text)
  end

  def self.text(bytes)
    bytes && Base64.urlsafe_encode64(bytes, padding: false)
  end

  # @param name [String] of a member
  # @return [ProtocolDecoder::Card]
  def self.card(name)
    person = (@people ||= read("people")).fetch(name)
    ProtocolDecoder::Card.open(person["card"], user_id: person["user_id"])
  end

  # @return [Hash{Integer => String}] content keys by epoch
  def self.content_keys(given)
    conversation_id = bytes(given["conversation_id"])
    given["epoch_keys"].to_h do |epoch, key|
      purpose = ProtocolDecoder::Crypto.purpose("content key", conversation_id, epoch.to_i)
      [epoch.to_i, ProtocolDecoder::Crypto.hkdf(bytes(key), purpose)]
    end
  end

  # @param message [ProtocolDecoder::Message]
  # @return [Hash] as under `gives`
  def self.fields(message)
    {
      "conversation_id" => text(message.conversation_id),
      "epoch" => message.epoch,
      "message_id" => text(message.message_id),
      "author_id" => message.author_id,
      "created_at" => message.time,
      "revision" => message.revision,
      "written_after" => message.after.map { |id| text(id) },
      "text" => message.text,
      "title" => message.title,
      "digest" => text(message.digest),
    }
  end
end

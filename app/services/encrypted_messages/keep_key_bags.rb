# frozen_string_literal: true

module EncryptedMessages
  # Keeps key bags (docs/protocol.md §8.6) with the member's own key rows. Where there is no row nothing is kept.
  #
  # @example
  #   EncryptedMessages::KeepKeyBags.call(
  #     guardian:,
  #     params: { fingerprint:, bags: { "1" => { "2" => bag } } },
  #   )
  class KeepKeyBags
    include Service::Base

    # How many bags at once.
    MAX = 100

    # One statement for all of them.
    SQL = <<~SQL
      UPDATE encrypted_conversation_keys AS keys SET bag = decode(given.bag, 'hex')
      FROM unnest(ARRAY[:topic_ids]::bigint[], ARRAY[:epochs]::bigint[], ARRAY[:bags]::text[])
        AS given (topic_id, epoch, bag)
      WHERE keys.user_id = :user_id AND keys.topic_id = given.topic_id AND keys.epoch = given.epoch
    SQL

    params do
      # Of the member's keys, as the device has them.
      attribute :fingerprint, :string
      # By topic and epoch.
      attribute :bags
    end

    policy :well_formed

    transaction do
      step :lock_member
      step :ensure_current
      step :save
    end

    private

    def well_formed(params:)
      given = params.bags
      return false if !given.is_a?(Hash) || given.empty? || !given.values.all?(Hash)
      rows = given.flat_map { |id, bags| bags.map { |epoch, bag| [id.to_s, epoch.to_s, bag] } }
      return false if rows.empty? || rows.size > MAX
      return false if rows.any? { |names| !names.first(2).all?(/\A[1-9]\d{0,9}\z/) }
      context[:rows] = rows.map do |id, epoch, bag|
        [id.to_i, epoch.to_i, KeyBag.decode(bag).unpack1("H*")]
      end
    rescue Wire::Malformed
      false
    end

    # So that none is kept that was sealed under keys which are replaced meanwhile.
    def lock_member(guardian:)
      Identity.lock(guardian.user)
    end

    # @raise [StaleKeys]
    def ensure_current(guardian:, params:)
      StaleKeys.ensure_current!(guardian.user, params.fingerprint)
    end

    def save(guardian:, rows:)
      topic_ids, epochs, bags = rows.transpose
      values = { user_id: guardian.user.id, topic_ids:, epochs:, bags: }
      ConversationKey.connection.exec_update(ConversationKey.sanitize_sql([SQL, values]))
    end
  end
end

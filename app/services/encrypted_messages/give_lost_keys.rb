# frozen_string_literal: true

module EncryptedMessages
  # Gives keys to members whom the newest roster entry lists and whose key rows are lost (docs/protocol.md §8.4), by anybody
  # who takes part: of the epochs that these are to read by the roster. A row that there is stays.
  #
  # @example
  #   EncryptedMessages::GiveLostKeys.call(
  #     guardian:,
  #     params: { topic_id: 1, encrypted_keys: { "5" => { "2" => grant } } },
  #   )
  class GiveLostKeys
    include Service::Base

    # How many grants at once.
    MAX = 50

    params do
      attribute :topic_id, :string
      # The grants, by member and epoch.
      attribute :encrypted_keys
    end

    model :topic
    policy :takes_part
    policy :well_formed

    transaction do
      step :find_newest
      policy :keys_fit
      step :save
    end

    step :tell_open_pages

    private

    def fetch_topic(params:)
      Topic.find_by(id: params.topic_id.to_i) if params.topic_id.to_s.match?(/\A\d{1,9}\z/)
    end

    # To members without a key the topic seems not to exist.
    def takes_part(guardian:, topic:)
      topic.encrypted_conversation&.participant?(guardian.user.id) && guardian.can_see?(topic)
    end

    # The grants, as rows.
    def well_formed(guardian:, topic:, params:)
      given = params.encrypted_keys
      return false if !given.is_a?(Hash) || given.empty? || !given.values.all?(Hash)
      grants =
        given.flat_map { |id, each| each.map { |epoch, grant| [id.to_s, epoch.to_s, grant] } }
      if grants.size > MAX || grants.any? { |names| names.first(2).any? { |name| !number?(name) } }
        return false
      end
      context[:rows] = grants.map do |id, epoch, encrypted_key|
        {
          topic_id: topic.id,
          user_id: id.to_i,
          epoch: epoch.to_i,
          encrypted_key:,
          granted_by_id: guardian.user.id,
        }
      end
    end

    # From here on nobody else writes.
    #
    # @raise [RosterChanged] where there is none that can be read
    def find_newest(topic:)
      RosterGate.lock(topic.id)
      context[:entry] = RosterGate.newest(topic.id)&.signed
      raise RosterChanged if context[:entry].nil?
    end

    # From who takes part to who does, each with the keys that they have now and are listed with.
    def keys_fit(guardian:, topic:, rows:, entry:)
      ids = [guardian.user.id, *rows.pluck(:user_id)].uniq
      return false if (ids - RosterGate.members(topic.id)).any?
      cards = Identity.cards(ids)
      if ids.any? { |id| cards[id].nil? || Card.fingerprint(cards[id]) != entry.members[id] }
        return false
      end
      first = ReadableEpochs.first(topic.id, ids)
      commitments = commitments_of(topic, rows.pluck(:epoch))
      rows.all? do |row|
        next false if row[:epoch] < first[row[:user_id]] || !commitments[row[:epoch]]
        Grant.for?(
          row[:encrypted_key],
          entry:,
          epoch: row[:epoch],
          member_id: row[:user_id],
          granter_id: guardian.user.id,
          commitment: commitments[row[:epoch]],
        )
      end
    end

    def save(rows:)
      given =
        ConversationKey.insert_all(rows, unique_by: %i[user_id topic_id epoch], returning: :user_id)
      context[:receiver_ids] = given.rows.flatten.uniq
    end

    def tell_open_pages(topic:)
      ids = context[:receiver_ids]
      return if ids.empty?
      MessageBus.publish(
        "/topic/#{topic.id}",
        { reload_topic: true, refresh_stream: true },
        user_ids: ids,
      )
    end

    # @return [Hash{Integer => String}] by epoch
    def commitments_of(topic, epochs)
      RosterEntry
        .where(topic_id: topic.id, epoch: epochs.uniq)
        .select("DISTINCT ON (epoch) *")
        .order(:epoch, :sequence)
        .to_h { |entry| [entry.epoch, entry.signed&.commitment] }
    end

    def number?(name)
      name.match?(/\A[1-9]\d{0,9}\z/)
    end
  end
end

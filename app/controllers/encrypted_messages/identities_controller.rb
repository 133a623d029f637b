# frozen_string_literal: true

module EncryptedMessages
  # Cards of other members. Every member who may use encrypted messages may read anybody's.
  class IdentitiesController < BaseController
    LIMIT = 50
    LOOK_UPS_PER_MINUTE = 60

    # GET /encrypted-messages/identities.json?usernames[]=… or ?user_ids[]=…
    #
    # Users who do not exist or have no card are listed as missing, without a reason; so are, by name, users who may not
    # use encrypted messages.
    def index
      limit_rate("identities", LOOK_UPS_PER_MINUTE, 1.minute)

      found, missing = params.key?(:user_ids) ? by_id : by_username
      gone = params.key?(:user_ids) ? GoneMember.cards_for(current_user, missing) : {}
      render json: {
               identities: identities(found) + gone_identities(gone),
               missing: missing - gone.keys,
             }
    end

    private

    # @return [Array(Array<User>, Array<String>)] those with a card, and the other names as asked
    def by_username
      names = list(:usernames)
      raise Discourse::InvalidParameters.new(:usernames) if names.any? { |name| !username?(name) }

      users = User.where(username_lower: names.map { |name| normalize(name) })
      found = with_field(Identity.allowed(users), Identity::CARD)
      known = found.map(&:username_lower)
      [found, names.reject { |name| known.include?(normalize(name)) }]
    end

    # Clients ask by id to verify a signature, and by name to encrypt for somebody. So only a look-up by id gives the
    # earlier cards of users who have no current one.
    #
    # @return [Array(Array<User>, Array<Integer>)] those with a card, and the other ids
    def by_id
      ids = list(:user_ids)
      raise Discourse::InvalidParameters.new(:user_ids) if ids.grep_v(/\A\d{1,9}\z/).any?

      ids = ids.map(&:to_i)
      found = with_field(User.where(id: ids), [Identity::CARD, Identity::EARLIER_CARDS])
      [found, ids - found.map(&:id)]
    end

    # Earlier cards verify what was signed before their owner reset their encryption (docs/protocol.md §6.1).
    def identities(users)
      ids = users.map(&:id)
      cards = Identity.all_cards(ids)
      current = Identity.cards(ids)
      names = Identity.names(ids)
      users.map do |user|
        who = { user_id: user.id, username: user.username, name: names[user.id] }.compact
        # Nothing is encrypted for keys that nobody can unlock any more, whatever they have signed.
        who[:retired] = true if !current.key?(user.id)
        identity(who, cards[user.id])
      end
    end

    # Cards of deleted accounts that have granted the reader a key. They have no name.
    def gone_identities(cards_by_id)
      cards_by_id.map { |user_id, cards| identity({ user_id:, gone: true }, cards) }
    end

    # @param cards [Array<String>] newest first
    def identity(who, cards)
      card, *earlier = cards
      earlier.empty? ? { **who, card: } : { **who, card:, earlier_cards: earlier }
    end

    def list(name)
      values = params.permit(name => [])[name]
      return values.uniq if values.present? && values.size <= LIMIT
      raise Discourse::InvalidParameters.new(name)
    end

    def normalize(name)
      User.normalize_username(name)
    end

    def with_field(users, name)
      users
        .where(id: UserCustomField.where(name:).select(:user_id))
        .select(:id, :username, :username_lower)
        .order(:id)
        .to_a
    end
  end
end

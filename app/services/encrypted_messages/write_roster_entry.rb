# frozen_string_literal: true

module EncryptedMessages
  # Adds an entry to the roster of an encrypted message (docs/protocol.md §8.2 and §8.4), with the keys that go with it and,
  # where it lists somebody who does not take part yet, that member: all or nothing. Core decides who may invite whom, makes
  # the notification and the small action post, and raises its own errors (`Topic::NotAllowed`, `Topic::UserExists`).
  #
  # @example
  #   EncryptedMessages::WriteRosterEntry.call(
  #     guardian:,
  #     params: { topic_id: 1, entry:, encrypted_keys: { "5" => { "2" => grant } }, username: "mary" },
  #   )
  class WriteRosterEntry
    include Service::Base

    params do
      attribute :topic_id, :string
      # base64url
      attribute :entry
      # The grants, by member and epoch.
      attribute :encrypted_keys
      # Whom the entry adds, where it adds somebody who does not take part.
      attribute :username
      # base64url, in their order: entries between the newest one here and this one, which the site has lost.
      attribute :earlier_entries
      # Ids of those whom the entry leaves out although they take part: whoever is not named is not left out unawares.
      attribute :without
      # base64url: the title sealed anew, where a new epoch begins whose readers may have no key to the one before.
      attribute :encrypted_title
    end

    model :topic
    policy :takes_part
    policy :well_formed
    # One entry at a time in each message. No row is locked meanwhile: core's small action post waits for a mutex of the
    # topic, whose holder may wait for the row.
    lock(:topic) do
      policy :not_stored_yet
      step :ensure_newest
      policy :invited_named
      policy :added_have_keys
      step :ensure_keys_current
      policy :valid_entry
      step :ensure_members_fit
      policy :within_recipients
      policy :within_participants
      policy :may_invite
      policy :keys_fit
      policy :title_fits

      transaction do
        step :save_keys
        step :invite
        step :ensure_nothing_changed
        step :save_entry
        step :save_title
      end
    end
    step :tell_open_pages

    private

    def fetch_topic(params:)
      Topic.find_by(id: params.topic_id.to_i) if params.topic_id.to_s.match?(/\A\d{1,9}\z/)
    end

    # To members without a key the topic seems not to exist.
    def takes_part(guardian:, topic:)
      conversation&.participant?(guardian.user.id) && guardian.can_see?(topic)
    end

    def well_formed(params:)
      context[:entry] = SignedEntry.parse(params.entry)
      context[:brought] = BroughtEntries.new(params.earlier_entries)
    rescue Wire::Malformed
      false
    end

    # Otherwise the request was repeated.
    def not_stored_yet(topic:, entry:)
      !RosterEntry.exists?(topic_id: topic.id, sequence: entry.sequence, entry: entry.text)
    end

    # @raise [RosterChanged]
    def ensure_newest(topic:, entry:, brought:)
      context[:newest] = RosterGate.newest(topic.id)&.signed
      raise RosterChanged if context.newest.nil?
      context[:change] = NextEntry.new(entry, brought.after(context.newest))
      context.change.ensure_newest!
    end

    # Nobody is invited who was not meant to be: somebody who is listed may just have left. And no more than one, as core
    # does: once its small action post has locked the topic, nothing may wait for its mutex.
    def invited_named(topic:, entry:, params:)
      context[:invited] = nil
      return true if params.username.blank?
      named = User.find_by_username(params.username) if name?(params.username)
      return false if named.nil? || !entry.members.key?(named.id)
      context[:invited] = named if RosterGate.members(topic.id).exclude?(named.id)
      true
    end

    def added_have_keys(change:)
      ids = change.added | [context[:invited]&.id].compact
      Identity.allowed(User.where(id: ids)).count == ids.size &&
        Identity.cards(ids).size == ids.size
    end

    # @raise [StaleKeys]
    def ensure_keys_current(entry:)
      StaleKeys.ensure_listed_current!(entry)
    end

    def valid_entry(guardian:, change:)
      change.valid?(guardian.user.id) && brings_well?(change) &&
        (change.anything? || context[:invited])
    end

    # The keys that went with what is brought are lost, too, so another epoch begins; and whoever is added is so by itself.
    def brings_well?(change)
      return true if !context.brought.any?
      change.next_epoch? && context[:invited].nil? && context.brought.valid?(context.newest)
    end

    # @raise [RosterChanged]
    def ensure_members_fit(topic:, entry:, params:, change:)
      members = RosterGate.members(topic.id)
      without = params.without.is_a?(Array) ? params.without.map(&:to_s) : []
      context[:left_out] = change.dropped.select { |id| without.include?(id.to_s) }
      context[:participants] = members | [context[:invited]&.id].compact
      raise RosterChanged if !change.fits_members?(context.participants, context.left_out)
    end

    # Core's own rule. Core checks it again when it invites.
    def within_recipients(guardian:, topic:)
      context[:invited].nil? || guardian.user.staff? || !topic.reached_recipients_limit?
    end

    def within_participants(participants:)
      context[:invited].nil? || participants.size <= SiteSetting.encrypted_messages_max_participants
    end

    def may_invite(guardian:, topic:)
      context[:invited].nil? || guardian.can_invite_to?(topic)
    end

    def keys_fit(params:, entry:, change:)
      context[:grants] = EntryGrants.new(params.encrypted_keys, conversation:, entry:, change:)
      context.grants.fit?
    end

    # Sealed under the entry that it comes with; an edit of the title since then is not undone. Where no epoch begins all can
    # read the title that there is: who changes it asks core, which decides who may.
    def title_fits(params:, entry:, change:)
      return true if params.encrypted_title.nil?
      return false if !change.next_epoch?
      envelope = Envelope.parse_title(params.encrypted_title)
      envelope.epoch == entry.epoch &&
        NextTitle.refusal(envelope, conversation.reload.encrypted_title).nil?
    rescue Wire::Malformed
      false
    end

    def save_keys(grants:)
      grants.save
    end

    def invite(guardian:, topic:)
      invited = context[:invited] or return
      topic.invite(guardian.user, invited.username) || raise(Discourse::InvalidAccess)
    end

    # From here on nobody else writes.
    #
    # @raise [RosterChanged]
    def ensure_nothing_changed(topic:, entry:, change:)
      RosterGate.lock(topic.id)
      ensure_newest(topic:, entry:, brought: context.brought)
      raise RosterChanged if !change.fits_members?(RosterGate.members(topic.id), context.left_out)
    rescue RosterChanged
      # Core has told open pages of its small action, which will never be there: they would go on asking for it.
      refresh_streams(topic) if context[:invited]
      raise
    end

    def save_entry(topic:, entry:, brought:)
      brought.save(topic.id)
      RosterEntry.create!(topic_id: topic.id, **RosterEntry.columns_of(entry))
    end

    # @raise [RosterChanged] where somebody has edited the title meanwhile
    def save_title(params:, entry:, change:)
      return if params.encrypted_title.nil?
      raise RosterChanged if !title_fits(params:, entry:, change:)
      conversation.update!(encrypted_title: params.encrypted_title)
    end

    # The others' pages show who takes part now. The new member's page, if one is open, gets the ciphertext.
    def tell_open_pages(topic:)
      audience = topic.reload.secure_audience_publish_messages
      MessageBus.publish("/topic/#{topic.id}", { reload_topic: true }, audience)
      invited = context[:invited] or return
      refresh_streams(topic, user_ids: [invited.id])
    end

    def refresh_streams(topic, audience = topic.secure_audience_publish_messages)
      MessageBus.publish(
        "/topic/#{topic.id}",
        { reload_topic: true, refresh_stream: true },
        audience,
      )
    end

    def name?(value)
      value.is_a?(String) && value.exclude?("\0")
    end

    def conversation
      context.topic.encrypted_conversation
    end
  end
end

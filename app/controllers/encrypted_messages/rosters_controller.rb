# frozen_string_literal: true

module EncryptedMessages
  # Who takes part in encrypted messages, as they have signed it; and who adds whom. Members are removed, and leave, by
  # core's own endpoints.
  class RostersController < BaseController
    LIMIT = 50
    READS_PER_MINUTE = 120
    ENTRIES_PER_MINUTE = 30
    # Readers keep and verify each for ever. Those that are brought count as well.
    ENTRIES_PER_DAY = 500
    GIFTS_PER_MINUTE = 30

    prepend ConflictAnswersExtension

    # Entries are signed, and keys wrapped, on a member's own device, so others have nothing to send.
    before_action :ensure_own_login, only: %i[create give]

    rescue_from(Topic::UserExists, Topic::NotAllowed) { |error| refuse(error.message) }

    # GET /encrypted-messages/rosters.json?topics[ID]=FROM_SEQUENCE
    #
    # Topics that the member does not take part in are left out, as if they did not exist.
    def index
      limit_rate("rosters", READS_PER_MINUTE, 1.minute)
      render json: { rosters: Rosters.for(current_user, first_sequences) }
    end

    # POST /encrypted-messages/topics/:topic_id/roster.json, with `entry`, with `encrypted_keys`, the grants by member and
    # epoch, where somebody is invited with `username`, and perhaps with `encrypted_title`, with `earlier_entries` that
    # this site has lost, and `without` those who take part still. Answers with the `user` as core's own invitation does.
    def create
      limit_rate("roster-entries", ENTRIES_PER_MINUTE, 1.minute)
      limit_entries_per_day

      WriteRosterEntry.call(service_params) do
        on_success { |entry:| render_written(entry) }
        on_failed_policy(:not_stored_yet) { |entry:| render_written(entry) }
        on_model_not_found(:topic) { raise Discourse::NotFound }
        on_failed_policy(:takes_part) { raise Discourse::NotFound }
        on_failed_policy(:well_formed) { refuse(text(:invalid_roster)) }
        on_failed_policy(:invited_named) { refuse_invited }
        on_failed_policy(:added_have_keys) { refuse_invited }
        on_failed_policy(:valid_entry) { refuse(text(:invalid_roster)) }
        on_failed_policy(:within_recipients) { refuse_further_recipient }
        on_failed_policy(:within_participants) { refuse_further_participant }
        on_failed_policy(:may_invite) { raise Discourse::InvalidAccess }
        on_failed_policy(:keys_fit) { refuse(text(:invalid_keys)) }
        on_failed_policy(:title_fits) { refuse(text(:invalid_title)) }
        on_lock_not_acquired(:topic) { raise Discourse::ReadOnly }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    # POST /encrypted-messages/topics/:topic_id/keys.json, with `encrypted_keys`, grants by member and epoch.
    def give
      limit_rate("given-keys", GIFTS_PER_MINUTE, 1.minute)

      GiveLostKeys.call(service_params) do
        on_success { render json: success_json }
        on_model_not_found(:topic) { raise Discourse::NotFound }
        on_failed_policy(:takes_part) { raise Discourse::NotFound }
        on_failed_policy(:well_formed) { refuse(text(:invalid_keys)) }
        on_failed_policy(:keys_fit) { refuse(text(:invalid_keys)) }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    private

    # @return [Hash{Integer => Integer}]
    def first_sequences
      topics = params[:topics]
      raise Discourse::InvalidParameters.new(:topics) if !topics.is_a?(ActionController::Parameters)
      given = topics.to_unsafe_h
      if given.size > LIMIT || given.keys.grep_v(/\A\d{1,9}\z/).any? ||
           given.values.any? { |first| !first.to_s.match?(/\A\d{1,10}\z/) }
        raise Discourse::InvalidParameters.new(:topics)
      end
      given.to_h { |topic_id, first| [topic_id.to_i, first.to_i] }
    end

    def render_written(entry)
      user = User.find_by_username(params[:username]) if username?(params[:username])
      # Whatever name comes with an entry that is there already: nobody else is anything to the sender.
      user = nil if !entry.members.key?(user&.id)
      user &&= BasicUserSerializer.new(user, scope: guardian, root: false).as_json
      render json: { sequence: entry.sequence, user: }.compact
    end

    def limit_entries_per_day
      brought = params[:earlier_entries]
      count = 1 + (brought.is_a?(Array) ? [brought.size, BroughtEntries::MAX].min : 0)
      count.times { limit_rate("roster-entries-per-day", ENTRIES_PER_DAY, 1.day) }
    end

    def refuse_invited
      name = params[:username]
      return refuse(text(:invalid_roster)) if name.nil?
      raise Discourse::InvalidParameters.new(:username) unless username?(name)
      refuse(text(:member_without_keys, username: name))
    end

    # In core's words.
    def refuse_further_recipient
      limit = SiteSetting.max_allowed_message_recipients
      refuse(I18n.t("pm_reached_recipients_limit", recipients_limit: limit))
    end

    def refuse_further_participant
      refuse(text(:too_many_participants, count: SiteSetting.encrypted_messages_max_participants))
    end

    def text(reason, **values)
      I18n.t("encrypted_messages.errors.#{reason}", **values)
    end

    def refuse(message)
      render_json_error(message, status: 422)
    end
  end
end

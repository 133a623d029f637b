# frozen_string_literal: true

module EncryptedMessages
  # What lists leave out, asked for by devices that have not got it.
  class ConversationsController < BaseController
    LIMIT = 100
    READS_PER_MINUTE = 120

    # GET /encrypted-messages/conversations.json?topic_ids[]=…, perhaps with `grants`
    #
    # Topics that the member does not take part in are left out, as if they did not exist. A GET, since it changes nothing:
    # core refuses others while the site is read-only.
    def index
      limit_rate("conversations", READS_PER_MINUTE, 1.minute)
      grants = params[:grants] == "true"
      render json: { conversations: Conversations.for(guardian, topic_ids, grants:) }
    end

    private

    # @return [Array<Integer>]
    def topic_ids
      ids = params.permit(topic_ids: [])[:topic_ids]
      if ids.blank? || ids.size > LIMIT || ids.any? { |id| !id.to_s.match?(/\A\d{1,9}\z/) }
        raise Discourse::InvalidParameters.new(:topic_ids)
      end
      ids.map(&:to_i).uniq
    end
  end
end

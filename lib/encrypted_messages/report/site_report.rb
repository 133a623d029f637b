# frozen_string_literal: true

module EncryptedMessages
  # What administrators see about encrypted messages: counts and checks, with no member's name and no title.
  class SiteReport
    # More rows of a table are not counted: PostgreSQL would read all of them each time.
    MOST_COUNTED = 100_000

    # @param request [ActionDispatch::Request]
    def initialize(request)
      @request = request
    end

    # @return [Hash] `time` in milliseconds since 1970, to compare a browser's clock with
    def to_h
      {
        counts: {
          members: UserCustomField.where(name: Identity::CARD).distinct.count(:user_id),
          conversations: count(Conversation),
          posts: count(EncryptedPost),
        },
        checks: SiteChecks.new(@request).all.map(&:to_h),
        time: (Time.zone.now.to_f * 1000).round,
      }
    end

    private

    # Of a large table what PostgreSQL's last ANALYZE has estimated.
    def count(model)
      estimate = model.connection.select_value(<<~SQL).to_i
        SELECT reltuples FROM pg_class WHERE oid = '#{model.quoted_table_name}'::regclass
      SQL
      estimate > MOST_COUNTED ? estimate : model.count
    end
  end
end

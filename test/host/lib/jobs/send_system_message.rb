# frozen_string_literal: true

module Jobs
  class SendSystemMessage < ::Jobs::Base
    # @param args user_id, message_type, message_options
    def execute(args)
      user = User.find_by(id: args[:user_id]) or return
      options = args[:message_options]&.to_h&.symbolize_keys || {}
      SystemMessage.new(user).create(args[:message_type], options)
    end
  end
end

# frozen_string_literal: true

# A mail as it arrived, whatever became of it; staff may read it.
class IncomingEmail < ActiveRecord::Base
  belongs_to :user
  belongs_to :topic
  belongs_to :post

  def self.created_via_types
    @created_via_types ||=
      Enum.new(unknown: 0, handle_mail: 1, pop3_poll: 2, imap: 3, group_smtp: 4)
  end

  %i[to_addresses cc_addresses].each do |name|
    define_method(:"#{name}=") { |list| super(Array.wrap(list).map(&:downcase).join(";")) }
  end
end

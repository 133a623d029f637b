# frozen_string_literal: true

# For simultaneous requests, in specs that roll nothing back.
module ThreadsAtOnce
  # Calls the block for each item in a thread with a database connection of its own.
  #
  # @return [Array] what the blocks returned
  def in_threads(items)
    # there are no more than two connections in core's test database
    ActiveRecord::Base.connection_pool.release_connection
    items
      .map do |item|
        Thread.new { ActiveRecord::Base.connection_pool.with_connection { yield item } }
      end
      .map(&:value)
  end
end

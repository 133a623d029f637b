# frozen_string_literal: true

# Core's `DB`: plain SQL beside Active Record, on the same connection and in the same transaction.
class MiniSqlConnection < MiniSql::ActiveRecordPostgres::Connection
  def initialize
    super(nil)
  end

  def active_record_connection
    ActiveRecord::Base.lease_connection
  end

  # Runs the block when the outermost real transaction has been committed, or now when there is none.
  def after_commit(&block)
    ActiveRecord.after_all_transactions_commit(&block)
  end
end

DB = MiniSqlConnection.new

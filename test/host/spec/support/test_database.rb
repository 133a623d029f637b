# frozen_string_literal: true

# Creates and migrates the test database when that has not been done.
module TestDatabase
  def self.prepare
    create
    context = ActiveRecord::MigrationContext.new(Rails.application.paths["db/migrate"].existent)
    return if !context.needs_migration?

    ActiveRecord::Migration.suppress_messages { context.migrate }
    ActiveRecord::Base.descendants.each(&:reset_column_information)
  end

  def self.create
    ActiveRecord::Base.connection.verify!
  rescue ActiveRecord::NoDatabaseError
    ActiveRecord::Tasks::DatabaseTasks.create_current
  end
  private_class_method :create
end

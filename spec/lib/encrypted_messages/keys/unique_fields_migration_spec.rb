# frozen_string_literal: true

require EncryptedMessages::Engine.root.join(
          "db/migrate/20261130040000_make_encrypted_messages_fields_unique",
        )

RSpec.describe MakeEncryptedMessagesFieldsUnique do
  # An index cannot be made concurrently within a transaction.
  self.use_transactional_tests = false

  let(:migration) { described_class.new }
  let(:name) { EncryptedMessages::Identity::UNIQUE_INDEX }
  let!(:user) { Fabricate(:user) }

  around { |example| ActiveRecord::Migration.suppress_messages { example.run } }

  after do
    user.destroy!
    migration.up
  end

  def validity
    DB.query_single(<<~SQL, name:)
      SELECT indisvalid AND indisunique FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indexrelid WHERE relname = :name
    SQL
  end

  def add(value, field: EncryptedMessages::Identity::BACKUP)
    UserCustomField.create!(user_id: user.id, name: field, value:).value
  end

  def values(field = EncryptedMessages::Identity::BACKUP)
    UserCustomField.where(user_id: user.id, name: field).order(:id).pluck(:value)
  end

  it "keeps the newest of what is there twice, and nothing of others' (H20)" do
    migration.down
    add("old")
    add("new")
    add("a", field: "pets")
    add("b", field: "pets")
    migration.up

    expect(values).to eq(["new"])
    expect(values("pets")).to eq(%w[a b])
    expect(validity).to eq([true])
  end

  it "can be run again where it was interrupted (H20)" do
    migration.up
    # what PostgreSQL leaves behind
    DB.exec("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '#{name}'::regclass")
    migration.up
    expect(validity).to eq([true])
  end

  it "makes nobody wait who writes meanwhile (H20)" do
    statements = []
    record = ->(event) { statements << event.payload[:sql] }
    ActiveSupport::Notifications.subscribed(record, "sql.active_record") { migration.up }
    indexing = statements.grep(/\b(?:CREATE|DROP)\b.*\bINDEX\b/)

    expect(described_class.disable_ddl_transaction).to eq(true)
    expect(indexing).to be_present.and all(include("CONCURRENTLY"))
  end
end

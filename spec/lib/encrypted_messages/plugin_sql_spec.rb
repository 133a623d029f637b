# frozen_string_literal: true

RSpec.describe PluginSql do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }

  before { enable_current_plugin }

  # Runs the query as if that file's code did.
  def ask(sql, file)
    Object.new.instance_eval("ActiveRecord::Base.connection.select_all(#{sql.inspect})", file)
  end

  it "fails what asks the database for `NOT IN (SELECT` in the plugin's code, and nobody else (H26)" do
    sql = "SELECT 1 FROM users WHERE id NOT IN (SELECT user_id FROM encrypted_conversation_keys)"
    lib = "#{EncryptedMessages::Engine.root}/lib/encrypted_messages/keys/accounts.rb"
    ask(sql, lib)
    expect(described_class.slow).to eq([sql])
    described_class.slow.clear

    ask(sql, "#{EncryptedMessages::Engine.root}/spec/lib/some_spec.rb")
    ask(sql.sub("NOT IN", "IN"), lib)
    expect(described_class.slow).to be_empty
  end

  it "takes the keys of a deleted account by their index, and asks more only where it had a card (H26)" do
    keys = ->(statements) { statements.grep(/encrypted_conversation_keys/) }
    expect(keys.call(track_sql_queries { jane.destroy! })).to contain_exactly(
      /\ADELETE FROM "encrypted_conversation_keys" WHERE "encrypted_conversation_keys"\."user_id" = \$1\z/,
    )

    pete = Fabricate(:user, refresh_auto_groups: true)
    enable_encrypted_messages_for(pete)
    expect(keys.call(track_sql_queries { pete.destroy! }).size).to be > 1
  end

  it "has an index for each question that is asked of address books, keys and rosters (H26)" do
    connection = ActiveRecord::Base.connection
    {
      encrypted_address_book_parts: [%i[user_id part]],
      encrypted_conversation_keys: [[:granted_by_id], [:topic_id], %i[user_id topic_id epoch]],
      encrypted_roster_entries: [[:signed_by_id], %i[topic_id sequence]],
    }.each do |table, indexes|
      expect(indexes).to all(satisfy { |columns| connection.index_exists?(table, columns) })
    end
    expect(
      connection.index_exists?(:encrypted_roster_entries, %i[topic_id sequence], unique: true),
    ).to be(true)
  end
end

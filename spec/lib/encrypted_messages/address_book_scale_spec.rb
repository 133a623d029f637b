# frozen_string_literal: true

# What a member's address book costs who knows a thousand people, on a site with many members.
RSpec.describe EncryptedMessages::AddressBook do
  describe "what a member writes at once, with 1000 contacts" do
    def bytes_of_a_write(name, publication:)
      account_key = SecureRandom.bytes(32)
      contacts = Array.new(1000) { |at| [1_000_000 + at, "f".b * 32, publication, 3, name.b] }
      parts =
        ProtocolEncoder.address_book(
          account_key,
          1,
          fingerprint: "f".b * 32,
          method_list: [],
          contacts:,
        )
      root, *shards = parts.values
      # as core's client sends it, by a form
      shards
        .map { |shard| { version: 1, parts: { "0" => root, "32" => shard } }.to_query.bytesize }
        .max
    end

    it "is root and one shard for each contact: a few kilobytes, and never above 16 (R36, H26)" do
      usual = bytes_of_a_write("jane.doe", publication: 1)
      worst = bytes_of_a_write("x" * 240, publication: 4_294_967_295)
      RSpec.configuration.reporter.message("one contact more: #{usual} bytes; at worst #{worst}")
      expect(usual).to be < 4 * 1024
      expect(worst).to be < 16 * 1024
    end
  end

  describe "what the database is asked, with many rows" do
    fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }

    before do
      enable_current_plugin
      enable_encrypted_messages_for(jane)
      DB.exec(<<~SQL)
        INSERT INTO encrypted_address_book_parts (user_id, part, version, data)
        SELECT 1000000 + member, part, 1, 'x' FROM generate_series(1, 1000) AS member, generate_series(0, 32) AS part
      SQL
      DB.exec("ANALYZE encrypted_address_book_parts")
    end

    # Of each question that the block asks of the table.
    def plans
      asked = []
      watch = ->(*, payload) do
        sql = payload[:sql]
        if sql.match?(/\A(SELECT|DELETE|INSERT).*address_book_parts/m)
          asked << [sql, payload[:binds]]
        end
      end
      ActiveSupport::Notifications.subscribed(watch, "sql.active_record") { yield }
      connection = ActiveRecord::Base.connection
      asked.map do |sql, binds|
        connection.exec_query("EXPLAIN #{sql}", "EXPLAIN", binds || []).rows.flatten.join("\n")
      end
    end

    it "is found by the index, and never by reading all (R36, H26)" do
      book = described_class.new(jane)
      asked = {
        "GET" => -> { book.since(0) },
        "the page" => -> { book.version },
        "PUT" => -> { write_address_book(jane, **next_book(jane, shards: [1])) },
        "an account that goes" => -> { book.drop },
      }
      found = asked.transform_values { |ask| plans(&ask) }
      expect(found.transform_values(&:size).values).to all(be > 0)
      expect(found.values.flatten).to all(satisfy { |plan| plan.exclude?("Seq Scan") })
    end
  end
end

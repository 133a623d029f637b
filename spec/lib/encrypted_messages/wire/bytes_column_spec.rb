# frozen_string_literal: true

# In all tables of the plugin, and `IdColumn` with it.
RSpec.describe EncryptedMessages::BytesColumn do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:post) { start_conversation(jane, pete) }
  let(:conversation) { post.topic.encrypted_conversation }

  let(:models) do
    EncryptedMessages
      .constants
      .filter_map do |name|
        EncryptedMessages.const_get(name).then { |each| each if each.is_a?(Class) }
      end
      .select { |each| each < ActiveRecord::Base }
  end

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  def stored_size(row, column)
    kind = row.class.columns_hash[column.to_s].type
    size = { uuid: "octet_length(uuid_send(#{column}))", binary: "octet_length(#{column})" }
    row.class.where(row.class.primary_key => row.id).pick(Arel.sql(size.fetch(kind)))
  end

  # Each with the column that holds it.
  let(:sent) do
    {
      post.encrypted_post => :message_id,
      conversation => :conversation_id,
      conversation.dup.tap { |same| same.id = conversation.id } => :encrypted_title,
      conversation.keys.first => :encrypted_key,
      conversation.entries.first => :entry,
      EncryptedMessages::AddressBookPart.find_by(user_id: jane.id) => :data,
    }
  end

  it "holds bytes of what is sent as base64url, and gives it back to the letter" do
    sent.each do |row, column|
      text = row.public_send(column)
      bytes = Base64.urlsafe_decode64(text)
      expect(stored_size(row, column)).to eq(bytes.bytesize)
      again = row.class.find(row.id)
      expect(again.public_send(column)).to eq(text)
      expect(again.public_send(column).encoding).to be_in([Encoding::UTF_8, Encoding::US_ASCII])
      expect(row.class.where(column => text)).to contain_exactly(again)
      expect(again.tap { |each| each.public_send("#{column}=", text) }).not_to be_changed
    end
  end

  it "takes no text that stands for the same bytes as another, and none that stands for no bytes" do
    sent.each do |row, column|
      text = row.public_send(column)
      ["#{text}=", text.tr("A-Za-z", "+/"), "#{text}AAA\0", ""].each do |other|
        expect { row.class.where(row.class.primary_key => row.id).update_all(column => other) }.to(
          raise_error(EncryptedMessages::Wire::Malformed),
        )
      end
    end
  end

  it "lies in tables that keep one row for each post, by its number, and nothing of when it was written" do
    expect(EncryptedMessages::EncryptedPost.primary_key).to eq("post_id")
    expect(EncryptedMessages::EncryptedPost.column_names).to contain_exactly(
      *%w[post_id message_id],
    )
    Rails.autoloaders.main.eager_load_dir(
      File.join(EncryptedMessages::Engine.root, "app/models/encrypted_messages"),
    )
    expect(models.size).to be >= 7
    models.each { |model| expect(model.columns.map(&:type)).not_to include(:datetime) }
  end
end

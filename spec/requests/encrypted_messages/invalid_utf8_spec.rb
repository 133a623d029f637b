# frozen_string_literal: true

# What is not UTF-8 gets a refusal, not a failure, wherever ciphertext is taken.
RSpec.describe "Requests that are not UTF-8" do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:start) { new_message_params(sender: jane, recipients: [pete]) }
  let(:identity) { { card: card_for(jane), backup:, version: 0, address_book: sealed_book(jane) } }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    host! "test.localhost"
    sign_in(jane)
  end

  # @param form [Hash] one field of which is to hold a byte that no UTF-8 has
  def damaged(form, field)
    [
      [form.to_query.sub("#{field}=", "#{field}=%FF"), "application/x-www-form-urlencoded"],
      [form.to_json.b.sub(%("#{field}":").b, %("#{field}":"\xFF).b), "application/json"],
    ]
  end

  it "are refused when they start a conversation" do
    before = [Topic.count, Post.count]
    %i[raw title encrypted_title encrypted_entry].each do |field|
      damaged(start, field).each do |body, type|
        post "/posts.json", params: body, headers: { "Content-Type" => type }
        expect(response.status).to eq(400).or eq(422)
      end
    end
    expect([Topic.count, Post.count]).to eq(before)
  end

  it "are refused when they store an identity" do
    before = EncryptedMessages::Identity.new(jane).stored
    %i[card backup].each do |field|
      damaged(identity, field).each do |body, type|
        put "/encrypted-messages/identity.json", params: body, headers: { "Content-Type" => type }
        expect(response.status).to eq(400).or eq(422)
      end
    end
    expect(EncryptedMessages::Identity.new(jane).stored).to eq(before)
  end

  it "are refused when they look people up" do
    get "/encrypted-messages/identities.json?usernames[]=%FF"
    expect(response.status).to eq(400)
  end
end

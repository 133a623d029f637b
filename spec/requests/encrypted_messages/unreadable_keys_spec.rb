# frozen_string_literal: true

# SQL past the models (`DbHelper.remap`, which replaces a word in all columns of text) can change a word in the
# base64url of a card or a grant.
RSpec.describe "Keys that have become unreadable", type: :request do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    reset_encryption(pete)
    start_conversation(jane, pete).topic
  end

  def break_card
    UserCustomField.where(user_id: pete.id, name: EncryptedMessages::Identity::CARD).update_all(
      value: "remapped",
    )
  end

  it "keep nobody from the site, nor from the messages that they are about (attack)" do
    break_card
    EncryptedMessages::ConversationKey.where(user_id: pete.id).update_all(encrypted_key: "remapped")

    [jane, pete].each do |member|
      sign_in(member)
      %W[/session/current.json /t/#{topic.id}.json /encrypted-messages/identity.json].each do |path|
        get path
        expect(response.status).to eq(200), path
      end
      get "/encrypted-messages/identity/losses.json"
      expect(response.status).to eq(200)
    end
  end

  it "are replaced by nobody who cannot name them (attack)" do
    break_card
    sign_in(pete)
    version = EncryptedMessages::Identity.new(pete).stored[:version]
    post "/encrypted-messages/identity/replacement.json",
         params: {
           card: card_for(pete),
           backup:,
           version:,
           address_book: next_book(pete),
         }
    expect(response.status).to eq(422)
    expect(EncryptedMessages::Identity.new(pete).stored[:card]).to eq("remapped")
  end
end

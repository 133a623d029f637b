# frozen_string_literal: true

# What core's controllers answer where every message has to be encrypted.
RSpec.describe EncryptedMessages::ForcedEncryption, type: :request do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    SiteSetting.encrypted_messages_force = true
    host! "test.localhost"
  end

  let(:params) do
    {
      archetype: "private_message",
      title: "A party for Mary",
      raw: "Let us give a party for Mary on Friday",
      target_recipients: pete.username,
    }
  end

  def expect_refusal
    before = [Topic.count, Post.count]
    yield
    expect(response.status).to eq(422)
    expect(response.parsed_body["errors"]).to include(I18n.t("encrypted_messages.errors.forced"))
    expect([Topic.count, Post.count]).to eq(before)
  end

  it "answers 422 with the reason, to members and to an API key that acts as one (R13)" do
    sign_in(jane)
    expect_refusal { post "/posts.json", params: }
    sign_out

    key = Fabricate(:api_key, user: nil, created_by: admin)
    headers = { "Api-Key" => key.key, "Api-Username" => jane.username }
    expect_refusal { post "/posts.json", params:, headers: }
  end

  it "says of a topic whether it is closed to its viewer (R13)" do
    SiteSetting.encrypted_messages_force = false
    old = PostCreator.create!(jane, params.merge(target_usernames: pete.username)).topic
    SiteSetting.encrypted_messages_force = true
    enable_encrypted_messages_for(jane, pete)
    encrypted = start_conversation(jane, pete).topic

    closed = ->(topic) do
      get "/t/#{topic.id}.json"
      response.parsed_body["encrypted_messages_reply_refused"]
    end
    sign_in(pete)
    expect(closed.call(old)).to eq(true)
    expect(closed.call(encrypted)).to be_nil

    sign_in(admin)
    expect(closed.call(old)).to be_nil
  end
end

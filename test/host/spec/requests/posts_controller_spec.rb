# frozen_string_literal: true

RSpec.describe PostsController do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }

  it "creates a message that its recipient can read" do
    sign_in(sender)
    post "/posts.json",
         params: {
           raw: "Meet me at the usual place",
           title: "A meeting of two",
           archetype: "private_message",
           target_recipients: recipient.username,
         }
    expect(response.status).to eq(200)
    topic_id = response.parsed_body["topic_id"]

    sign_in(recipient)
    get "/t/#{topic_id}.json"
    expect(response.status).to eq(200)
    body = response.parsed_body
    expect(body["title"]).to eq("A meeting of two")
    expect(body["post_stream"]["posts"][0]["cooked"]).to include("Meet me at the usual place")
    expect(body["details"]["allowed_users"].map { |user| user["username"] }).to contain_exactly(
      sender.username,
      recipient.username,
    )
  end
end

# frozen_string_literal: true

# A message whose answer was lost is sealed anew where it cannot be sent again as it was. It has its id still, under which
# the site stores one post, ever.
RSpec.describe PostsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:message_id) { random_id }
  let(:topic) { start_conversation(jane, pete).topic }
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }
  let(:stored) do
    create_post(user: jane, topic:, raw: encrypted_raw(conversation_id:, message_id:))
  end

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    stored
  end

  def reply_again(**place)
    post "/posts.json",
         params: {
           topic_id: topic.id,
           raw: encrypted_raw(conversation_id:, message_id:, **place),
         }
  end

  def expect_stored_before
    expect(response.status).to eq(409)
    expect(response.parsed_body).to include(
      "error_type" => "stored_before",
      "extras" => {
        "post_id" => stored.id,
      },
      "errors" => [I18n.t("encrypted_messages.errors.already_exists")],
    )
  end

  it "tells its author which post it is, and stores no second one" do
    sign_in(jane)
    before = stored.raw
    [{}, { revision: 2 }, { epoch: 2, revision: 2 }].each do |place|
      expect { reply_again(**place) }.not_to change { Post.with_deleted.count }
      expect_stored_before
    end
    expect(stored.reload.raw).to eq(before)
  end

  it "starts no second conversation with it either" do
    sign_in(jane)
    other_id = new_conversation_id(jane)
    params =
      new_message_params(
        sender: jane,
        recipients: [pete],
        conversation_id: other_id,
        raw: encrypted_raw(conversation_id: other_id, message_id:),
      )
    expect { post "/posts.json", params: }.not_to change { Topic.count }
    expect_stored_before
  end

  it "says so of a post that was deleted meanwhile" do
    stored.trash!(Discourse.system_user)
    sign_in(jane)
    reply_again
    expect_stored_before
  end

  it "tells nobody else which post it is" do
    sign_in(pete)
    expect { reply_again }.not_to change { Post.count }
    expect(response.status).to eq(422)
    expect(response.parsed_body).not_to have_key("extras")
  end
end

# frozen_string_literal: true

# What happens to encrypted messages where a later core no longer has what guards their plain text.
RSpec.describe EncryptedMessages::Seams do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:reason) { I18n.t("encrypted_messages.errors.core_changed") }
  let(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    first_post
    host! "test.localhost"
    sign_in(jane)
  end

  def without(guards:)
    gone = EncryptedMessages::Seam.new(to: "NoLongerInCore", with: "PostExtension", guards:)
    allow(described_class).to receive(:all).and_return([gone])
  end

  def problems
    ProblemCheck[:encrypted_messages_seams].call.map(&:message)
  end

  it "says nothing where core has all of it (S-server)" do
    expect(problems).to eq([])
    get "/site.json"
    expect(response.parsed_body).not_to have_key("encrypted_messages_sending_off")
  end

  it "goes on where what is missing guards no plain text, and names it to administrators (S-server)" do
    without(guards: false)
    expect { reply_to(topic, pete) }.to change { topic.posts.count }.by(1)
    expect(problems).to contain_exactly(/NoLongerInCore/)

    sign_in(admin)
    get "/encrypted-messages/admin/report.json"
    check = response.parsed_body["checks"].find { |each| each["id"] == "seams" }
    expect(check).to include(
      "verdict" => "warning",
      "reason" => "changed",
      "details" => {
        "missing" => ["NoLongerInCore"],
      },
    )
  end

  describe "with a guard missing" do
    before { without(guards: true) }

    it "starts no encrypted message, and says why (S-server)" do
      expect do
        post "/posts.json", params: new_message_params(sender: jane, recipients: [pete])
      end.not_to(change { [Topic.count, Post.count] })
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"].join).to include(reason)
    end

    it "takes no reply, no edit and no title, and says why (S-server)" do
      conversation_id = topic.encrypted_conversation.conversation_id
      reply = { topic_id: topic.id, raw: encrypted_raw(conversation_id:) }
      expect { post "/posts.json", params: reply }.not_to change { Post.count }
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"].join).to include(reason)

      put "/posts/#{first_post.id}.json", params: { post: { raw: edited_raw(first_post) } }
      expect(response.status).to eq(422)
      expect(first_post.reload.raw).to eq(first_post.raw)

      title = { encrypted_title: edited_title(topic) }
      put "/t/-/#{topic.id}.json", params: title
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"].join).to include(reason)
    end

    it "takes none by other ways either (S-server)" do
      expect { reply_to(topic, pete) }.to raise_error(ActiveRecord::RecordNotSaved, /#{reason}/)
      expect { start_conversation(pete, jane) }.to raise_error(
        ActiveRecord::RecordNotSaved,
        /#{reason}/,
      )
      title = edited_title(topic)
      PostRevisor.new(first_post).revise!(jane, encrypted_title: title)
      expect(topic.reload.encrypted_title).not_to eq(title)
    end

    it "goes on giving out what there is to be read (S-server)" do
      get "/t/#{topic.id}.json"
      expect(response.parsed_body["encrypted_conversation"]).to be_present
    end

    it "tells members and administrators (S-server)" do
      get "/site.json"
      expect(response.parsed_body["encrypted_messages_sending_off"]).to eq(true)
      expect(problems).to contain_exactly(/NoLongerInCore/)
      expect(EncryptedMessages::SiteChecks.new.seams.reason).to eq(:sending_off)
    end
  end
end

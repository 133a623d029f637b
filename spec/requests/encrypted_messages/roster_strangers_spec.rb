# frozen_string_literal: true

# Users who may not learn that there is an encrypted message to add somebody to.
RSpec.describe EncryptedMessages::RostersController do
  include_context "with invitations"

  describe "strangers" do
    # Compares whole answers, so that a message cannot be distinguished from one that does not exist.
    def answers(**params)
      ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
      [
        topic.id,
        ordinary.id,
        Topic.maximum(:id) + 1000,
        "x",
        "1x",
        "-1",
        "9" * 40,
      ].map do |topic_id|
        invite(topic_id:, **params)
        [response.status, response.body]
      end
    end

    it "learn nothing: every topic is one that does not exist (R7, R20)" do
      enable_encrypted_messages_for(karl, admin)
      [karl, admin].each do |stranger|
        sign_in(stranger)
        found =
          answers + answers(username: "nobody") + answers(encrypted_keys: { "1" => "x" }) +
            answers(entry: "x")
        expect(found.map(&:first).uniq).to eq([404])
        expect(found.uniq.size).to eq(1)
      end
      expect_nothing_stored
    end

    it "are former participants too (R7, R20)" do
      topic.remove_allowed_user(admin, pete)
      expect(answers.map(&:first).uniq).to eq([404])
      expect(holders).to contain_exactly(jane.id)
    end

    it "are those without a login, an allowed group or a secure context" do
      reset!
      host! "test.localhost"
      invite
      expect(response.status).to eq(403)
      expect(response.parsed_body["error_type"]).to eq("not_logged_in")

      sign_in(pete)
      SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
      invite
      expect(response.status).to eq(403)
      expect(errors).to eq([text(:not_allowed)])

      SiteSetting.encrypted_messages_allowed_groups = Group::AUTO_GROUPS[:trust_level_0].to_s
      leave_secure_context
      sign_in(pete)
      invite
      expect(response.status).to eq(403)
      expect_nothing_stored
    end

    it "are administrators' keys, which act as any member" do
      post "/encrypted-messages/topics/#{topic.id}/roster.json",
           params: adding(mary),
           headers: {
             "Api-Key" => Fabricate(:api_key).key,
             "Api-Username" => pete.username,
           }
      expect(response.status).to eq(403)
      expect_nothing_stored
    end

    it "are all when the plugin is off, and nobody can invite in a deleted message" do
      topic.trash!(admin)
      invite
      expect(response.status).to eq(404)
      topic.recover!
      SiteSetting.encrypted_messages_enabled = false
      invite
      expect(response.status).to eq(404)
      expect_nothing_stored
    end
  end
end

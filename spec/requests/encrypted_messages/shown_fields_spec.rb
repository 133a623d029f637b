# frozen_string_literal: true

# Core shows custom fields of members to others where a setting of the site or a plugin names them.
RSpec.describe "Custom fields that are shown", type: :request do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:moderator)

  let(:fields) { EncryptedMessages::Identity::FIELDS }
  let(:wrapped_keys) { EncryptedMessages::Identity.new(jane).stored[:backup] }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    jane.upsert_custom_fields("motto" => "More light")
    names = ["motto", *fields].join("|")
    SiteSetting.public_user_custom_fields = names
    SiteSetting.staff_user_custom_fields = names
  end

  it "are never those with a member's wrapped keys, whatever the site's settings say (attack)" do
    [pete, moderator].each do |viewer|
      sign_in(viewer)
      get "/u/#{jane.username}.json"
      expect(response.status).to eq(200)
      expect(response.body).to include("More light")
      expect(response.body).not_to include(wrapped_keys)

      topic = Fabricate(:post, user: jane).topic
      shown = TopicView.new(topic, viewer).user_custom_fields
      expect(shown[jane.id].keys).to eq(["motto"])
    end
  end

  it "are never those with a member's wrapped keys, where core loads them for a list either (attack)" do
    shown = User.allowed_user_custom_fields(Guardian.new(moderator))
    expect(shown).to include("motto")
    expect(shown & fields).to be_empty
  end
end

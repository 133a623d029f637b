# frozen_string_literal: true

RSpec.describe ProblemCheck do
  before do
    enable_current_plugin
    SiteSetting.force_hostname = "forum.example.com"
    SiteSetting.force_https = true
  end

  def messages(name)
    ProblemCheck[name].call.map(&:message)
  end

  it "is fine on a site that is (R14, R15)" do
    %i[consistency csp https readers].each do |name|
      expect(messages(:"encrypted_messages_#{name}")).to be_empty
    end
  end

  it "tells administrators that HTTPS is missing (R14)" do
    SiteSetting.force_https = false
    expect(messages(:encrypted_messages_https)).to contain_exactly(/force_https is off/)
  end

  it "tells administrators of an unsafe Content Security Policy (R15)" do
    SiteSetting.content_security_policy = false
    expect(messages(:encrypted_messages_csp)).to contain_exactly(/unsafe scripts/)
  end

  it "names what could read along, without taking its name for HTML (R15)" do
    theme = Fabricate(:theme, name: "Nosy <b>theme</b>", user_selectable: true)
    theme.set_field(target: :extra_js, type: :js, name: "x.js", value: "composerBeforeSave()")
    theme.save!
    expect(messages(:encrypted_messages_readers)).to contain_exactly(
      %r{Nosy &lt;b&gt;theme&lt;/b&gt;},
    )
  end

  describe "of what the daily job finds" do
    fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
    fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

    let!(:post) do
      enable_encrypted_messages_for(jane, pete)
      start_conversation(jane, pete)
    end

    def found
      Jobs::EncryptedMessages::CheckConsistency.new.execute({})
      messages(:encrypted_messages_consistency)
    end

    it "says nothing where all is well, or where nobody could read more by it (R20, R21)" do
      expect(found).to be_empty
      post.encrypted_post.delete
      UserCustomField.where(user_id: pete.id, name: EncryptedMessages::Identity::BACKUP).delete_all
      expect(found).to be_empty
      expect(EncryptedMessages::SiteChecks.new.consistency.verdict).to eq("warning")
    end

    it "tells administrators of plain text, until it is gone, and quotes none (R21)" do
      raw = post.raw
      post.update_columns(raw: "in the clear")
      expect(found).to contain_exactly(/plain text/)
      expect(found.join).not_to match(/in the clear|#{jane.username}/)
      post.update_columns(raw:)
      expect(found).to be_empty
    end

    it "tells them of keys without a membership, and takes and gives none (R20)" do
      TopicAllowedUser.where(user_id: pete.id).delete_all
      keys = EncryptedMessages::ConversationKey.order(:id).map(&:attributes)
      expect(found).to contain_exactly(/keys and members that do not belong together/)
      expect(EncryptedMessages::ConversationKey.order(:id).map(&:attributes)).to eq(keys)
      expect(TopicAllowedUser.where(user_id: pete.id)).to be_empty
    end
  end

  it "says nothing while the plugin is off" do
    SiteSetting.encrypted_messages_enabled = false
    expect(ProblemCheck[:encrypted_messages_https]).to be_nil
  end
end

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
    %i[encrypted_messages_https encrypted_messages_csp encrypted_messages_readers].each do |name|
      expect(messages(name)).to be_empty
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

  it "says nothing while the plugin is off" do
    SiteSetting.encrypted_messages_enabled = false
    expect(ProblemCheck[:encrypted_messages_https]).to be_nil
  end
end

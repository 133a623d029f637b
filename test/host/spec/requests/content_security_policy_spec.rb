# frozen_string_literal: true

RSpec.describe ContentSecurityPolicy do
  def header
    get "/login"
    response.headers["Content-Security-Policy"]
  end

  it "lets in scripts by the page's nonce alone" do
    expect(header).to match(/script-src 'strict-dynamic' 'nonce-[^']+'/)
    expect(described_class.policy).to include("script-src 'strict-dynamic';")
  end

  it "takes further sources from an administrator, where they mean something" do
    SiteSetting.content_security_policy_script_src =
      "'unsafe-eval'|'unsafe-inline'|https://x.example"
    expect(header).to include("script-src 'strict-dynamic' 'unsafe-eval' 'nonce-")
    expect(described_class.policy).to include("script-src 'strict-dynamic' 'unsafe-eval';")
  end

  it "can be switched off" do
    SiteSetting.content_security_policy = false
    expect(header).to be_nil
  end
end

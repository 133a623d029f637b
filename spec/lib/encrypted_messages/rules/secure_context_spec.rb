# frozen_string_literal: true

RSpec.describe EncryptedMessages::SecureContext do
  def secure?(url)
    described_class.secure?(ActionDispatch::Request.new(Rack::MockRequest.env_for(url)))
  end

  it "knows HTTPS and the machine itself (R14)" do
    %w[
      https://forum.example.com/
      http://localhost:3000/
      http://jane.localhost/
      http://127.0.0.1:9292/
      http://[::1]:3000/
    ].each { |url| expect(secure?(url)).to eq(true), url }
  end

  it "takes nothing else for secure (R14)" do
    %w[
      http://forum.example.com/
      http://localhost.example.com/
      http://notlocalhost/
      http://127.0.0.1.example.com/
      http://10.0.0.1/
    ].each { |url| expect(secure?(url)).to eq(false), url }
  end

  it "believes an admin who forces HTTPS behind a silent proxy" do
    SiteSetting.force_https = true
    expect(secure?("http://forum.example.com/")).to eq(true)
  end
end

# frozen_string_literal: true

RSpec.describe WebHook do
  it "sends the raw of a post out" do
    post = Fabricate(:private_message_post, raw: "Meet me at the usual place")
    payload = JSON.parse(described_class.generate_payload(:post, post))
    expect(payload["raw"]).to eq("Meet me at the usual place")
  end
end

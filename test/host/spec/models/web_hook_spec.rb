# frozen_string_literal: true

RSpec.describe WebHook do
  it "sends the raw of a post out" do
    post = Fabricate(:private_message_post, raw: "Meet me at the usual place")
    described_class.enqueue_post_hooks(:post_created, post)
    payload = JSON.parse(WebHookEvent.last.payload)
    expect(payload["raw"]).to eq("Meet me at the usual place")
  end
end

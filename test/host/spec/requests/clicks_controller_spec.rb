# frozen_string_literal: true

RSpec.describe ClicksController do
  fab!(:user) { Fabricate(:user, refresh_auto_groups: true) }

  let(:url) { "https://secret.example.com/path" }

  before { sign_in(user) }

  it "keeps the URL of every link in a post, and who clicked it" do
    created = create_post(user: user, raw: "Have a look at #{url} please")
    expect(TopicLink.pluck(:url)).to eq([url])

    post "/clicks/track", params: { url: url, post_id: created.id, topic_id: created.topic_id }
    expect(response.status).to eq(200)
    expect(TopicLinkClick.last).to have_attributes(user_id: user.id)
    expect(TopicLink.last.clicks).to eq(1)
  end

  it "hears of links it did not know, so that they are in its log" do
    created = create_post(user: user, raw: "Nothing to look at here")
    log = StringIO.new
    Rails.logger.broadcast_to(logger = ActiveSupport::Logger.new(log))
    post "/clicks/track", params: { url: url, post_id: created.id, topic_id: created.topic_id }
    expect(log.string).to include(url)
  ensure
    Rails.logger.stop_broadcasting_to(logger)
  end
end

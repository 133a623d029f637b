# frozen_string_literal: true

describe "Outsiders of an encrypted message" do
  include_context "with encrypted members"

  fab!(:stranger) { Fabricate(:user, username: "stranger", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, username: "admin", refresh_auto_groups: true) }

  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Cove #{marker}", body: "Smuggle #{marker}")
  end
  let(:post) { topic.first_post }
  let(:keys) { EncryptedMessages::ConversationKey.where(topic_id: topic.id).pluck(:encrypted_key) }
  let(:backups) { UserCustomField.where(name: "encrypted_messages_backup").pluck(:value) }

  before do
    give_keys(jane, pete)
    topic
  end

  # Asks as the page itself would, with the member's cookies. Returns status and body.
  def ask(path, method: "GET", body: nil)
    page.driver.with_playwright_page do |playwright_page|
      answer = playwright_page.evaluate(<<~JS, arg: [path, method, body])
          async ([path, method, body]) => {
            const token = (await (await fetch("/session/csrf.json")).json()).csrf;
            const response = await fetch(path, {
              method,
              body: body && JSON.stringify(body),
              headers: {
                Accept: "application/json",
                "Content-Type": "application/json",
                "X-Requested-With": "XMLHttpRequest",
                "X-CSRF-Token": token,
              },
            });
            return [response.status, await response.text()];
          }
        JS
      return answer
    end
  end

  def readable_paths
    [
      "/t/#{topic.id}.json",
      "/t/#{topic.slug}/#{topic.id}/1.json",
      "/t/#{topic.id}/posts.json?post_ids[]=#{post.id}",
      "/posts/#{post.id}.json",
      "/posts/by_number/#{topic.id}/1.json",
      "/posts/#{post.id}/raw",
      "/raw/#{topic.id}/1",
      "/topics/private-messages/#{jane.username}.json",
      "/topics/private-messages-sent/#{jane.username}.json",
      "/u/#{jane.username}.json",
      "/notifications.json?username=#{pete.username}",
      "/drafts.json",
    ]
  end

  def expect_no_keys(body)
    (keys + backups).each { |kept| expect(body).not_to include(kept) }
  end

  it "gives those outside no text and no key, whoever they are (R18, R20, R21)" do
    as(stranger) do
      readable_paths.each do |path|
        status, body = ask(path)
        expect_no_keys(body)
        expect(body).not_to include(post.raw)
        expect(status).to be_in([403, 404]), path if path.match?(%r{\A/(t|posts|raw)/})
      end
      expect_only_cards
    end

    as(admin) do
      readable_paths.each { |path| expect_no_keys(ask(path).last) }
      expect_only_cards

      status, body = ask("/t/#{topic.id}.json")
      expect(status).to eq(200)
      parsed = JSON.parse(body)
      expect(parsed["is_encrypted"]).to eq(true)
      expect(parsed["encrypted_conversation"]).to be_nil
      expect(parsed.dig("post_stream", "posts", 0)).not_to have_key("encrypted_raw")

      encrypted_topic.visit(topic)
      expect(page).to have_css("#post_1")
      expect(encrypted_topic).to have_no_open_post(1)
    end

    using_session("nobody") do
      page.visit("/")
      readable_paths.each do |path|
        _, body = ask(path)
        expect_no_keys(body)
        expect(body).not_to include(post.raw)
      end
      expect(ask("/encrypted-messages/identity.json").first).to eq(403)
      expect(ask(cards_path).first).to eq(403)
    end
  end

  def cards_path
    "/encrypted-messages/identities.json?usernames[]=#{jane.username}"
  end

  # Everybody may have everybody's card; backups are each member's own.
  def expect_only_cards
    ["", "?username=#{jane.username}", "?user_id=#{jane.id}"].each do |query|
      expect(ask("/encrypted-messages/identity.json#{query}").first).to eq(404)
    end
    status, body = ask(cards_path)
    expect(status).to eq(200)
    expect(JSON.parse(body)["identities"].map(&:keys)).to eq([%w[user_id username card]])
    expect_no_keys(body)
  end

  it "lets nobody write into it from outside (R25)" do
    [stranger, admin].each do |outsider|
      as(outsider) do
        before = post.raw
        plain = { topic_id: topic.id, raw: "I am here as well" }
        expect(ask("/posts.json", method: "POST", body: plain).first).to be_between(400, 499)
        replaced = { post: { raw: "Replaced by somebody else" } }
        expect(ask("/posts/#{post.id}.json", method: "PUT", body: replaced).first).to be_between(
          400,
          499,
        )
        expect(post.reload.raw).to eq(before)
        expect(topic.posts.count).to eq(1)
      end
    end
  end
end

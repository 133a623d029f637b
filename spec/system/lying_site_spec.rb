# frozen_string_literal: true

# Attacks of docs/security.md that need the whole: a site that lies in its answers and tables, with the honest program
# in a browser.
describe "A site that lies" do
  include_context "with encrypted members"
  include_context "with a lying site"

  fab!(:mallory) { Fabricate(:user, username: "mallory", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Harbour #{marker}", body: "By Jane, #{word}")
  end

  before { give_keys(jane, pete, mallory, secrets: { pete => pete_secret }) }

  def read_as_pete
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "gets no reply in the clear by calling a conversation unencrypted" do
    read_as_pete
    site.lies_about(topic) do |answer|
      answer.except!("is_encrypted", "encrypted_conversation")
      answer["post_stream"]["posts"].each do |post|
        post.delete("encrypted_raw")
        post["cooked"] = "<p>Written by the site</p>"
      end
    end

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      expect(page).to have_no_text("Written by the site")
      encrypted_topic.open_reply
      expect(composer).to have_panel
      expect(page).to have_no_css("#reply-control .d-editor-input")
    end
  end

  it "gives no key to who is only in its list of members" do
    topic
    DB.exec(<<~SQL, topic_id: topic.id, user_id: mallory.id)
      INSERT INTO topic_allowed_users (topic_id, user_id, created_at, updated_at)
      VALUES (:topic_id, :user_id, now(), now())
    SQL
    # the key of another, under the puppet's name
    row = EncryptedMessages::ConversationKey.find_by!(topic_id: topic.id, user_id: pete.id)
    EncryptedMessages::ConversationKey.insert!(
      row.attributes.except("id").merge("user_id" => mallory.id),
    )

    read_as_pete
    as(pete) { encrypted_topic.reply("By Pete, #{word}") }
    as(mallory) do
      encrypted_topic.visit(topic)
      expect(page).to have_css("#post_1 .encrypted-messages-warning")
      expect(page).to have_no_text(word)
      encrypted_topic.open_reply
      expect(page).to have_no_css("#encrypted-messages-body")
    end
  end

  it "shows no text in another's place, and none from before an edit as the latest" do
    SiteSetting.editing_grace_period = 0
    as(jane) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("Second, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    before = topic.first_post.raw
    as(jane) do
      expect(encrypted_topic.edit(1).fill(body: "Third, #{word}").submit).to be_closed
      expect(encrypted_topic).to have_open_post(1, "Third")
    end
    read_as_pete

    first, second = topic.posts.order(:post_number).to_a
    first.update_columns(raw: before)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(page).to have_css("#post_1 .encrypted-messages-older")
    end

    first.update_columns(raw: second.raw)
    second.update_columns(raw: before)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(".encrypted-messages-warning", count: 2)
      expect(page).to have_no_text(word)
    end
  end

  it "has no new keys made by wiping the browser's storage" do
    read_as_pete
    site.sends(clear_site_data: '"storage"')
    as(pete) { page.visit("/session/csrf.json") }
    site.sends(clear_site_data: nil)

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      preferences.visit(pete)
      expect(preferences).to have_unlock_button
      expect(page).to have_no_css(".encrypted-messages-enable")

      encrypted_topic.visit(topic).unlock.submit(pete_secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "runs no name as a script, without a policy" do
    jane.update!(trust_level: TrustLevel[2])
    name = "<img src=x onerror='window.hasRun = 1'>"
    site.sends(content_security_policy: nil)
    site.lies_about(topic) do |answer|
      others = answer.fetch("details", {}).slice("allowed_users", "participants").values.flatten
      others += answer["post_stream"]["posts"]
      others.each do |member|
        member["username"] = member["name"] = name if member["username"] == "pete"
      end
    end

    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.open_reply
      expect(composer).to have_panel
      expect(page).to have_text("<img")
      find("#{encrypted_topic.participant(pete)} .remove-invited").click
      expect(page).to have_css(".dialog-content", text: "<img")
      expect_no_script_to_have_run
    end
  end
end

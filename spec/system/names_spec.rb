# frozen_string_literal: true

describe "What members are called" do
  include_context "with encrypted members"
  include_context "with a lying site"

  fab!(:admin)
  fab!(:mallory) { Fabricate(:user, username: "mallory", refresh_auto_groups: true) }

  let(:word) { marker }

  before { give_keys(jane, pete, mallory) }

  def rename(member, username)
    UsernameChanger.change(member, username, admin)
    member.reload
  end

  # The name that the site shows as signed.
  def published(member)
    text = EncryptedMessages::Identity.names([member.id])[member.id]
    ProtocolDecoder::Name.open(text, card: card_of(member)).username if text
  end

  # Nothing on the page tells that it was sent.
  def expect_published(member, name)
    page
      .document
      .synchronize(nil, errors: [Capybara::ExpectationNotMet]) do
        raise Capybara::ExpectationNotMet if published(member) != name
      end
  end

  def publish(member)
    params = { name: signed_name(member) }
    EncryptedMessages::PublishName.call!(guardian: Guardian.new(member), params:)
  end

  it "is what they have signed, and after a rename also what the site says, until they come by (R36)" do
    topic = start_encrypted(from: jane, to: pete, title: "Pier #{marker}", body: "By Jane, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect_published(jane, "jane")
    end

    rename(jane, "janet")
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_author(1, "jane called janet by the site")
      encrypted_topic.reply("By Pete, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
      expect(page).to have_no_css("[role=alert], .encrypted-messages-warning")
    end

    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_author(1, "janet")
      expect_published(jane, "janet")
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_author(1, "janet")
      expect(page).to have_css(".encrypted-messages-people-line", text: "jane is now called janet")

      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_no_css(".encrypted-messages-people-line")
    end
  end

  it "shows words as those of who has signed them, whatever the site calls its accounts" do
    to = [pete, mallory]
    topic = start_encrypted(from: jane, to:, title: "Quay #{marker}", body: "By Jane, #{word}")
    [jane, mallory].each { |member| publish(member) }
    as(mallory) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("By Mallory, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end

    # Mallory's account is Jane's by name, and Jane's name is shown as signed for it.
    names = { jane.id => "jane_1", mallory.id => "jane" }
    signed = EncryptedMessages::Identity.names([jane.id])[jane.id]
    site.lies("/encrypted-messages/identities.json", to: pete) do |answer|
      answer["identities"].each do |identity|
        identity["username"] = names.fetch(identity["user_id"], identity["username"])
      end
    end
    site.lies_about(topic, to: pete) do |answer|
      answer["post_stream"]["posts"].each do |post|
        post.update("username" => names.fetch(post["user_id"]), "name" => "Jane ✅")
      end
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(encrypted_topic).to have_author(1, "jane called jane_1 by the site")
      expect(encrypted_topic).to have_author(2, "mallory called jane by the site")
    end

    site.lies("/encrypted-messages/identities.json", to: pete) do |answer|
      answer["identities"].each { |identity| identity["name"] = signed }
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(encrypted_topic).to have_author(1, "jane called jane_1 by the site")
      expect(page).to have_no_text("✅")
    end
  end
end

# frozen_string_literal: true

describe "Conversations that a site has swapped" do
  include_context "with encrypted members"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  before { give_keys(jane, pete, mary) }

  # As somebody with the database in hand does it: each topic gets the other's conversation, with all keys.
  def swap(one, other)
    rows = [one, other].map { |topic| EncryptedMessages::Conversation.find_by!(topic_id: topic.id) }
    keys = rows.map { |row| row.keys.map(&:attributes) }
    kept = rows.map { |row| row.attributes.slice("conversation_id", "encrypted_title") }
    EncryptedMessages::ConversationKey.where(topic_id: rows.map(&:topic_id)).delete_all
    rows[1].update_columns(conversation_id: random_id) # makes room
    rows.zip(kept.reverse).each { |row, values| row.update_columns(values) }
    rows
      .zip(keys.reverse)
      .each do |row, attributes|
        attributes.each do |values|
          EncryptedMessages::ConversationKey.insert!(values.merge("topic_id" => row.topic_id))
        end
      end
  end

  it "get no reply that was meant for the other (H1, R20)" do
    for_jane = start_encrypted(from: jane, to: pete, title: "To Pete #{marker}", body: "By Jane")
    for_mary = start_encrypted(from: mary, to: pete, title: "To Pete #{marker}", body: "By Mary")
    as(pete) do
      encrypted_topic.visit(for_jane)
      expect(encrypted_topic).to have_open_post(1, "By Jane")
      encrypted_topic.visit(for_mary)
      expect(encrypted_topic).to have_open_post(1, "By Mary")
    end

    swap(for_jane, for_mary)

    as(pete) do
      encrypted_topic.visit(for_jane)
      expect(page).to have_css("#post_1 .encrypted-messages-warning")
      encrypted_topic.open_reply
      expect(page).to have_css(
        ".encrypted-messages-panel",
        text: I18n.t("js.encrypted_messages.composer.misplaced"),
      )
      expect(page).to have_no_css("#encrypted-messages-body")
    end
    expect(Post.where(topic_id: [for_jane.id, for_mary.id]).count).to eq(2)
  end
end

# frozen_string_literal: true

describe "Who takes part, after a backup was restored" do
  include_context "with encrypted members"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Dunes #{marker}", body: "By Jane, #{word}")
  end
  let(:entries) { EncryptedMessages::RosterEntry.where(topic_id: topic.id) }
  let(:keys) { EncryptedMessages::ConversationKey.where(topic_id: topic.id) }

  before do
    jane.update!(trust_level: TrustLevel[2])
    give_keys(jane, pete, mary)
    topic
  end

  # Everything of the conversation but its beginning, and its posts.
  def restore
    rows = keys.where(epoch: 1, user_id: [jane.id, pete.id]).map(&:attributes)
    entries.where("sequence > 0").delete_all
    keys.delete_all
    EncryptedMessages::ConversationKey.insert_all!(rows)
    topic.posts.where("post_number > 1").destroy_all
    TopicAllowedUser.where(topic_id: topic.id, user_id: mary.id).delete_all
  end

  it "is what a device of theirs has seen since; it writes there, and all read it (R7, R29)" do
    as(jane) do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.open_invite
      modal.choose(mary.username).submit
      expect(modal).to be_closed
      encrypted_topic.reply("For three, #{word}")
      expect(encrypted_topic).to have_open_post(3, word)
    end
    known = entries.order(:sequence).last.entry
    restore

    as(jane) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("Again for two, #{word}")
      expect(encrypted_topic).to have_open_post(2, "Again for two, #{word}")
    end
    expect(entries.order(:sequence).pluck(:epoch)).to eq([1, 1, 2])
    expect(entries.find_by(sequence: 1).entry).to eq(known)
    expect(entries.find_by(sequence: 2).members.keys).to contain_exactly(jane.id, pete.id)

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, "Again for two, #{word}")
      encrypted_topic.reply("By Pete, #{word}")
      expect(encrypted_topic).to have_open_post(3, "By Pete, #{word}")
    end
  end

  it "includes who has lost their keys there: others' pages give them again, unasked (R7, R29)" do
    later = marker
    as(jane) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("Later, #{later}")
      expect(encrypted_topic).to have_open_post(2, later)
    end
    keys.where(user_id: pete.id).delete_all
    awaited = I18n.t("js.encrypted_messages.post.awaited")

    as(pete) do
      page.visit("/t/#{topic.id}")
      expect(page).to have_css("#post_1", text: awaited)
      expect(page).to have_css("#post_2", text: awaited)
    end
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      try_until_success { expect(keys.where(user_id: pete.id).count).to eq(1) }
    end
    as(pete) do
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_open_post(2, later)
      encrypted_topic.reply("By Pete, #{later}")
      expect(encrypted_topic).to have_open_post(3, "By Pete, #{later}")
    end
  end
end

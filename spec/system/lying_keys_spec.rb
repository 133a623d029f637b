# frozen_string_literal: true

# Attacks of docs/security.md on whom one writes to: a site that shows other keys of members than they have, with the honest
# program in a browser.
describe "A site that exchanges keys of members" do
  include_context "with encrypted members"
  include_context "with a lying site"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:identities) { "/encrypted-messages/identities.json" }

  before { give_keys(jane, pete, mary) }

  def start(body: "By Pete, #{word}")
    start_encrypted(from: pete, to: jane, title: "Harbour #{marker}", body:)
  end

  # @yield the cards that are shown of pete by then, newest first
  def shows_of_pete
    site.lies(identities, to: jane) do |answer|
      answer["identities"]
        .select { |identity| identity["user_id"] == pete.id }
        .each { |identity| identity["card"], *identity["earlier_cards"] = yield }
    end
  end

  def keys_stop(name)
    I18n.t("js.encrypted_messages.changed_keys.changed", name:)
  end

  it "gets nothing encrypted for those of somebody whom the member knows: written to, answered, or added (attack, R36)" do
    topic = start
    other = start_encrypted(from: jane, to: mary, title: "Quay #{marker}", body: "For two, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_no_css(".encrypted-messages-keys-stop")

      false_card = card_for(pete)
      shows_of_pete { [false_card] }
      composer.open_new_message(pete).tick.fill(title: "Pier #{marker}", body: "Meet me, #{word}")
      composer.submit
      expect(composer).to have_changed_keys(pete.username)
      composer.submit
      expect(composer).to have_body_text("Meet me, #{word}")
      expect(Topic.private_messages.count).to eq(2)

      modal = encrypted_topic.visit(other).open_invite
      modal.choose(pete.username)
      expect(page).to have_css(
        ".encrypted-messages-invite-modal .encrypted-messages-keys-stop",
        text: keys_stop(pete.username),
      )
      expect(page).to have_css(".encrypted-messages-invite[disabled]")
      expect(EncryptedMessages::ConversationKey.where(user_id: pete.id).count).to eq(1)
    end
  end

  it "gets nothing encrypted for those in a roster that another has signed, who is in league with it (attack, R36)" do
    title = "Harbour #{marker}"
    topic = start_encrypted(from: pete, to: [jane, mary], title:, body: "By Pete, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      try_until_success { expect(EncryptedMessages::AddressBook.new(jane).version).to be > 1 }
    end

    card = prepared[pete].encoded_card
    false_card = card_for(pete, replaces: card)
    shows_of_pete { [false_card, card] }
    fingerprint = base64url_decoded(EncryptedMessages::Card.fingerprint(false_card))
    pairs =
      [jane, pete, mary].sort_by(&:id)
        .map { |member| [member.id, member == pete ? fingerprint : fingerprint_of(member)] }
    entry = next_entry(topic, signer: mary, members: [], epoch: :next, payload: { 7 => pairs })
    EncryptedMessages::RosterEntry.create!(
      topic_id: topic.id,
      **EncryptedMessages::RosterEntry.columns_of(EncryptedMessages::SignedEntry.parse(entry)),
    )

    as(jane) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(
        ".encrypted-messages-keys-stop[role=status]",
        text: keys_stop(pete.username),
      )
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.open_reply.fill(body: "For Pete, #{word}").submit
      expect(composer).to have_changed_keys(pete.username)
      expect(composer).to have_body_text("For Pete, #{word}")
    end
    expect(topic.reload.posts_count).to eq(1)
    expect(EncryptedMessages::RosterEntry.where(topic_id: topic.id).count).to eq(2)
  end

  it "is an alarm where it shows two that the earlier ones have vouched for; reading goes on, without them (attack, R36)" do
    topic = start
    card = prepared[pete].encoded_card
    shown = card_for(pete, replaces: card, vouched: true)
    shows_of_pete { [shown, card] }
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_no_css(".encrypted-messages-keys-stop")

      shown = card_for(pete, replaces: card, vouched: true)
      encrypted_topic.visit(topic)
      alarm = ".encrypted-messages-keys-stop[role=alert]"
      text = I18n.t("js.encrypted_messages.changed_keys.contradictory", name: pete.username)
      expect(page).to have_css(alarm, text:)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#{alarm} button", count: 1)

      find("#{alarm} button").click
      find(".dialog-footer .btn-primary").click
      expect(page).to have_no_css(alarm)
      encrypted_topic.reply("Alone, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    newest = EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence).last
    expect(newest.signed.members.keys).to eq([jane.id])
    expect(topic.topic_allowed_users.pluck(:user_id)).to include(pete.id)
  end
end

# frozen_string_literal: true

# Attacks of docs/security.md on whom one means: a site that gives a member the name of another, with the honest program in
# a browser.
describe "A site that exchanges the names of members" do
  include_context "with encrypted members"
  include_context "with screens to look at"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:stop) { ".encrypted-messages-keys-stop[role=status]" }
  let(:topic) { start_encrypted(from: pete, to: jane, title: "Pier #{marker}", body: word) }

  before do
    give_keys(jane, pete, mary)
    topic
    started = start_encrypted(from: mary, to: jane, title: "Mole #{marker}", body: word)
    as(jane) do
      [topic, started].each do |known|
        encrypted_topic.visit(known)
        expect(encrypted_topic).to have_open_post(1, word)
      end
      expect(page).to have_no_css(stop)
    end
    expect_known(2)
    exchange_names
  end

  # Nothing on the page tells that the address book was written.
  def expect_known(count)
    page
      .document
      .synchronize(nil, errors: [Capybara::ExpectationNotMet]) do
        written = EncryptedMessages::AddressBookPart.where(user_id: jane.id).where.not(part: 0)
        raise Capybara::ExpectationNotMet if written.count != count
      end
  end

  def exchange_names
    [[pete, "nobody"], [mary, "pete"], [pete, "mary"]].each do |member, username|
      member.update_columns(username:, username_lower: username)
    end
  end

  # Of whom the site calls so.
  def text_about(name, known:)
    called = I18n.t("js.encrypted_messages.changed_keys.namesake_called", name:, now: known)
    "#{called} #{I18n.t("js.encrypted_messages.changed_keys.namesake_known", known:)}"
  end

  def keys_of(member)
    EncryptedMessages::ConversationKey.where(user_id: member.id).count
  end

  it "gets nothing encrypted for one of them by the other's name: written to, answered, or added (attack)" do
    as(jane) do
      composer.open_new_message(mary).tick.fill(title: "Quay #{marker}", body: word).submit
      expect(page).to have_css("#reply-control #{stop}", text: text_about("pete", known: "mary"))
      composer.submit
      expect(composer).to have_body_text(word)
      expect(keys_of(mary)).to eq(1)

      encrypted_topic.visit(topic)
      expect(page).to have_css(stop, text: text_about("mary", known: "pete"))
      encrypted_topic.open_reply.fill(body: "To Pete, #{word}")
      composer.submit
      expect(page).to have_css("#reply-control #{stop}", text: text_about("mary", known: "pete"))
      expect(topic.posts.count).to eq(1)
      find("#reply-control .encrypted-messages-mean").click
      expect(page).to have_no_css(stop)
      composer.submit
      expect(encrypted_topic).to have_open_post(2, word)

      modal = encrypted_topic.visit(topic).open_invite
      modal.choose("pete")
      expect(page).to have_css(
        ".encrypted-messages-invite-modal #{stop}",
        text: text_about("pete", known: "mary"),
      )
      expect(modal).to have_disabled_button
    end
    expect(keys_of(mary)).to eq(1)
  end

  [["a desktop", {}], ["a phone", { mobile: true }]].each do |device, metadata|
    it "is asked about, and whom one means is kept, for whomever looks at #{device}",
       chapter: 21,
       **metadata do
      as(jane) do
        encrypted_topic.visit(topic)
        expect(page).to have_css(stop)
        look_at("another-in-conversation")
        composer.open_new_message(mary).tick
        expect(page).to have_css("#reply-control #{stop}")
        look_at("another-recipient")
        find("#reply-control .encrypted-messages-mean").click
        expect(page).to have_no_css("#reply-control #{stop}")
        composer.open_new_message(mary).tick
        expect(composer).to have_panel
        expect(page).to have_no_css("#reply-control #{stop}")
      end
    end
  end
end

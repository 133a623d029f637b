# frozen_string_literal: true

# Attacks of docs/security.md on whom others take one for: a site that shows other keys as a member's own, whichever way
# they come to a page, with the honest program in a browser.
describe "A site that shows other keys as one's own" do
  include_context "with encrypted members"
  include_context "with a lying site"
  include_context "with screens to look at"

  fab!(:mallory) { Fabricate(:user, username: "mallory", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:others) { card_for(pete) }
  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Harbour #{marker}", body: "By Jane, #{word}")
  end

  before do
    give_keys(jane, pete, mallory, secrets: { pete => pete_secret })
    topic
  end

  def alarm(part)
    "#{part} .encrypted-messages-own-keys-alarm"
  end

  def lie_with_the_page
    site.lies("currentUser", to: pete) do |member|
      member["encrypted_messages_fingerprint"] = EncryptedMessages::Card.fingerprint(others)
    end
  end

  def lie_in_look_ups
    site.lies("/encrypted-messages/identities.json", to: pete) do |answer|
      answer["identities"].reject! { |each| each["user_id"] == pete.id }
      answer["identities"] << { user_id: pete.id, username: pete.username, card: others }
    end
  end

  def tell_on_bus
    MessageBus.publish(
      EncryptedMessages::Identity.channel(pete),
      { fingerprint: EncryptedMessages::Card.fingerprint(others) },
      user_ids: [pete.id],
    )
  end

  # Pete reads, and sends nothing.
  def expect_alarm(writing: false)
    expect(page).to have_css("#{alarm("#topic")}[role=alert]")
    expect(encrypted_topic).to have_open_post(1, word)
    encrypted_topic.open_reply if !writing
    expect(page).to have_css(alarm("#reply-control"))
    composer.fill(body: "By Pete, #{word}").submit
    expect(page).to have_css(".dialog-body", text: I18n.t("js.encrypted_messages.own_keys.alarm"))
    find(".dialog-footer .btn-primary").click
    expect(composer).to have_body_text("By Pete, #{word}")
    expect(topic.posts.count).to eq(1)
  end

  it "with the page, is found out, and gets nothing sent (R36)" do
    lie_with_the_page
    as(pete) do
      encrypted_topic.visit(topic)
      expect_alarm
      preferences.visit(pete)
      expect(page).to have_css(alarm(".encrypted-messages-preferences"))
    end
  end

  it "beside a look-up, is found out, and gets nothing sent (R36)" do
    lie_in_look_ups
    as(pete) do
      encrypted_topic.visit(topic)
      expect_alarm
    end
  end

  it "to an open page, is found out, and gets nothing sent; the explanation stays (R36)" do
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.open_reply
      expect(composer).to have_panel
      tell_on_bus
      expect_alarm(writing: true)

      find("#{alarm("#topic")} .encrypted-messages-not-me").click
      text = I18n.t("js.encrypted_messages.own_keys.what_now")
      expect(page).to have_css(alarm("#topic"), text:)
      expect(page).to have_css(alarm("#reply-control"), text:)
      expect(page).to have_no_css(".encrypted-messages-not-me")
    end
  end

  it "to others, of whom one lists them, is found out in that conversation (R36)" do
    # as Jane would write it, to whom the site has shown them: her own, and not Pete's
    payload = {
      7 => [
        [jane.id, fingerprint_of(jane)],
        [pete.id, base64url_decoded(EncryptedMessages::Card.fingerprint(others))],
      ],
    }
    entry = next_entry(topic, signer: jane, members: [jane, pete], epoch: :next, payload:)
    signed = EncryptedMessages::SignedEntry.parse(entry)
    EncryptedMessages::RosterEntry.create!(
      topic_id: topic.id,
      **EncryptedMessages::RosterEntry.columns_of(signed),
    )

    as(pete) do
      encrypted_topic.visit(topic)
      expect_alarm
    end
  end

  [["a desktop", {}], ["a phone", { mobile: true }]].each do |device, metadata|
    it "is told of in words that fit #{device}, and hide nothing", chapter: 1, **metadata do
      lie_with_the_page
      as(pete) do
        encrypted_topic.visit(topic)
        expect(page).to have_css(alarm("#topic"))
        look_at("topic")
        encrypted_topic.open_reply
        expect(page).to have_css(alarm("#reply-control"))
        look_at("composer")
        find("#{alarm("#reply-control")} .encrypted-messages-not-me").click
        look_at("what-now")
        preferences.visit(pete)
        look_at("preferences", to: alarm(".encrypted-messages-preferences"))
      end
    end
  end
end

# frozen_string_literal: true

describe "Safety numbers" do
  include_context "with encrypted members"
  include_context "with screens to look at"
  include_context "with a screen reader"

  let(:word) { marker }
  let(:topic) { start_encrypted(from: pete, to: jane, title: "Harbour #{marker}", body: word) }
  let(:profile) { PageObjects::Pages::EncryptedMessagesProfile.new }
  let(:mark) { "[aria-label='#{I18n.t("js.encrypted_messages.verified.label")}']" }

  before do
    give_keys(jane, pete, secrets: { jane => jane_secret })
    topic
  end

  # @return [Array<String>] the groups that the member sees with the other one
  def number_of(member, other)
    as(member) { profile.visit(other).compare.number }
  end

  # Neither as it is seen nor without its spaces may it be anywhere but on the two screens.
  def watch(number)
    leak_detector.watch(number.join)
    leak_detector.watch(number.join(" "))
  end

  it "are the same on both sides, and who was compared with is marked on posts, among recipients, on their page and on every device" do
    number = number_of(jane, pete)
    watch(number)
    expect(number.size).to eq(12)
    expect(number).to all(match(/\A\d{5}\z/))
    expect(number_of(pete, jane)).to eq(number)

    as(jane) do
      modal = PageObjects::Modals::EncryptedMessagesSafetyNumber.new
      modal.say_same
      expect(modal).to be_closed
      expect(profile).to have_verified

      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_1 .names #{mark}")
      encrypted_topic.reply("By Jane, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
      expect(page).to have_no_css("#post_2 #{mark}")

      composer.open_new_message(pete).tick
      expect(page).to have_css(".encrypted-messages-verified-recipients", text: pete.username)
      expect(page).to have_css(".encrypted-messages-verified-recipients #{mark}")
    end

    as(jane, device: "Jane's phone") do
      encrypted_topic.visit(topic)
      encrypted_topic.unlock.submit(jane_secret)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_1 .names #{mark}")
      profile.visit(pete)
      expect(profile).to have_verified
    end
    as(pete) do
      profile.visit(jane)
      expect(profile).to have_nothing_verified
    end
  end

  it "are compared without a pointer, and read out digit by digit" do
    as(jane) do
      profile.visit(pete)
      find(".encrypted-messages-compare").send_keys(:enter)
      number = PageObjects::Modals::EncryptedMessagesSafetyNumber.new.number
      watch(number)
      said = spoken.map { |node| node["name"] }
      expect(said).to include(*number.map { |group| group.chars.join(" ") })
      expect(said).not_to include(*number)
      expect(nameless).to eq([])

      find(".encrypted-messages-same").send_keys(:enter)
      expect(profile).to have_verified
      expect(control("image", I18n.t("js.encrypted_messages.verified.label"))).to be_present
      expect(page).to have_css(".encrypted-messages-compare:focus")
    end
  end

  [["a desktop", {}], ["a phone", { mobile: true }]].each do |device, metadata|
    it "are shown, and marks beside names, to whomever looks at #{device}",
       chapter: 20,
       **metadata do
      as(jane) do
        profile.visit(pete)
        expect(page).to have_css(".encrypted-messages-compare")
        look_at("unverified-profile")
        modal = profile.compare
        watch(modal.number)
        look_at("number")
        modal.say_different
        expect(modal).to have_alarm
        look_at("numbers-differ")
        page.active_element.send_keys(:escape)
        profile.compare.say_same
        expect(profile).to have_verified
        look_at("verified-profile")

        encrypted_topic.visit(topic)
        expect(page).to have_css("#post_1 .names #{mark}")
        look_at("verified-author")
        composer.open_new_message(pete).tick
        expect(page).to have_css(".encrypted-messages-verified-recipients #{mark}")
        look_at("verified-recipient")
      end
    end
  end

  describe "with a lying site" do
    include_context "with a lying site"

    fab!(:mallory) { Fabricate(:user, username: "mallory", refresh_auto_groups: true) }

    # Keys of the site's own, in a card that is Pete's by its number.
    let(:false_card) { card_for(pete) }

    it "are others where it shows false keys at the first contact, and nothing is kept then (attack)" do
      true_number = number_of(pete, jane)
      site.lies("/encrypted-messages/identities.json", to: jane) do |answer|
        answer["identities"].each do |identity|
          if identity["user_id"] == pete.id
            identity.merge!("card" => false_card, "earlier_cards" => [])
          end
        end
      end
      number = number_of(jane, pete)
      expect(number.size).to eq(12)
      expect(number & true_number).to be_empty

      as(jane) do
        modal = PageObjects::Modals::EncryptedMessagesSafetyNumber.new
        modal.say_different
        expect(modal).to have_alarm
        page.active_element.send_keys(:escape)
        expect(profile).to have_nothing_verified
      end
    end
  end
end

# frozen_string_literal: true

describe "Unusual text in an encrypted message" do
  include_context "with encrypted members"

  before do
    enable_encryption(jane, jane_secret)
    enable_encryption(pete, pete_secret)
  end

  {
    "emoji" => "👩‍👩‍👧‍👦 at the 🏖️",
    "combining marks" => "Zu\u0308rich, Z\u0351\u036Ba\u0334lgo",
    "right-to-left letters" => "שלום and مرحبا",
    "bidirectional controls" => "a\u202Eb\u202Cc \u2067d\u2069",
    "what looks like HTML" => "<img src=x onerror=alert(1)> & <b>bold</b> &amp;",
    "what looks like ciphertext" => "encrypted-message:v1:AAAA",
  }.each do |kind, text|
    it "arrives as it was written: #{kind}" do
      word = marker
      topic =
        send_encrypted(from: jane, to: pete, title: "#{text} #{word}", body: "`#{text}` #{word}")

      as(pete) do
        encrypted_topic.visit(topic)
        expect(encrypted_topic).to have_open_post(1, word)
        expect(find("h1 .fancy-title").native.text_content).to include(text)
        expect(find("#post_1 .encrypted-messages-post code").native.text_content).to eq(text)
      end
    end
  end

  it "is not sent at all when it is blank, however the blank is written" do
    as(jane) do
      composer
        .open_new_message(pete)
        .tick
        .fill(title: "Blank #{marker}", body: " \u200B\n\u00A0 ")
        .submit
      expect(page).to have_css("#reply-control .popup-tip.bad")
      expect(composer).to have_panel
    end
    expect(Topic.private_messages).to be_empty
  end

  it "can be as long as the site allows" do
    word = marker
    long = "#{"ü" * 15_000} #{word}"
    topic = send_encrypted(from: jane, to: pete, title: "Long #{marker}", body: long)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "is refused, and kept, when it is longer than the site allows" do
    as(jane) do
      long = "#{"x" * (SiteSetting.max_post_length + 1)} #{marker}"
      composer.open_new_message(pete).tick.fill(title: "Long #{marker}", body: long).submit
      expect(page).to have_css("#reply-control .popup-tip.bad")
      expect(composer).to have_body(long)
    end
    expect(Topic.private_messages).to be_empty
  end
end

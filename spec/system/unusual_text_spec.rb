# frozen_string_literal: true

describe "Unusual text in an encrypted message" do
  include_context "with encrypted members"

  let(:texts) do
    {
      emoji: "👩‍👩‍👧‍👦 at the 🏖️",
      combining_marks: "Zu\u0308rich, Z\u0351\u036Ba\u0334lgo",
      right_to_left: "שלום and مرحبا",
      bidirectional_controls: "a\u202Eb\u202Cc \u2067d\u2069",
      html: "<img src=x onerror=alert(1)> & <b>bold</b> &amp;",
      ciphertext: "encrypted-message:v1:AAAA",
    }
  end

  before { give_keys(jane, pete) }

  it "arrives as it was written (R10)" do
    word = marker
    title = "#{texts.values.join(" ")} #{word}"
    body = texts.values.map { |text| "`#{text}`" }.join("\n\n")
    topic = send_encrypted(from: jane, to: pete, title: title, body: "#{body}\n\n#{word}")

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(find("h1 .fancy-title").native.text_content).to include(title)
      codes = all("#post_1 .encrypted-messages-post code").map { |code| code.native.text_content }
      expect(codes).to eq(texts.values)
    end
  end

  it "may be as long as the site allows, and is kept but not sent when it is longer or blank" do
    word = marker
    as(jane) do
      [" \u200B\n\u00A0 ", "#{"x" * SiteSetting.max_post_length} #{word}"].each do |body|
        composer.open_new_message(pete).tick.fill(title: "Long #{word}").paste(body).submit
        expect(page).to have_css("#reply-control .popup-tip.bad")
        expect(composer).to have_body_text(body)
      end
      expect(Topic.private_messages).to be_empty

      composer.paste("#{word} #{"ü" * (SiteSetting.max_post_length - word.size - 1)}").submit
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end
end

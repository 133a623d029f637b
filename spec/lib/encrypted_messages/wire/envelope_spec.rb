# frozen_string_literal: true

RSpec.describe EncryptedMessages::Envelope do
  let(:conversation_id) { random_id }
  let(:message_id) { random_id }

  def malformed
    raise_error(EncryptedMessages::Wire::Malformed)
  end

  def raw(**options)
    encrypted_raw(conversation_id:, message_id:, **options)
  end

  describe ".parse_raw" do
    it "reads the header of a body" do
      expect(described_class.parse_raw(raw)).to have_attributes(
        kind: :body,
        conversation_id:,
        message_id:,
        epoch: 1,
        revision: 1,
      )
    end

    it "refuses what surrounds the envelope" do
      [
        "hello",
        "encrypted-message:v1:",
        "encrypted-message:v2:#{raw.delete_prefix(described_class::MARKER)}",
        " #{raw}",
        "#{raw} ",
        "#{raw}\n",
        "#{raw}=",
        "#{raw}\n\nhello",
        "#{raw}#{raw}",
        raw.sub("v1:", "v1:A"),
        nil,
      ].each { |text| expect { described_class.parse_raw(text) }.to malformed }
    end

    {
      "an unknown suite" => {
        EncryptedMessagesHelpers::SUITE => 2,
      },
      "another algorithm" => {
        1 => 1,
      },
      "an unknown kind" => {
        EncryptedMessagesHelpers::KIND => 20,
      },
      "a kind that is no number" => {
        EncryptedMessagesHelpers::KIND => "1".b,
      },
      "a short conversation id" => {
        EncryptedMessagesHelpers::CONVERSATION_ID => "\x01".b * 15,
      },
      "a message id that is no byte string" => {
        EncryptedMessagesHelpers::MESSAGE_ID => 5,
      },
      "no message id" => {
        EncryptedMessagesHelpers::MESSAGE_ID => nil,
      },
      "no revision" => {
        EncryptedMessagesHelpers::REVISION => nil,
      },
      "a revision of 0" => {
        EncryptedMessagesHelpers::REVISION => 0,
      },
      "a revision above 32 bits" => {
        EncryptedMessagesHelpers::REVISION => 2**32,
      },
      "a further entry" => {
        EncryptedMessagesHelpers::USER_ID => 1,
      },
      "an epoch of 0" => {
        EncryptedMessagesHelpers::EPOCH => 0,
      },
      "a negative epoch" => {
        EncryptedMessagesHelpers::EPOCH => -1,
      },
      "an epoch that is too high" => {
        EncryptedMessagesHelpers::EPOCH => 4_294_967_296,
      },
      "an epoch that is no integer" => {
        EncryptedMessagesHelpers::EPOCH => "1".b,
      },
    }.each do |name, header|
      it "refuses #{name}" do
        expect { described_class.parse_raw(raw(header:)) }.to malformed
      end
    end

    it "refuses a header that is no map" do
      [[1, 2], 7, "\x01".b].each do |header|
        parts = [CBOR.encode(header), { 5 => "\x01".b * 12 }, "\x01".b * 528]
        text = base64url(CBOR.encode(CBOR::Tagged.new(16, parts)))
        expect { described_class.parse_title(text) }.to malformed
      end
    end

    it "refuses other unprotected headers than a nonce of 12 bytes" do
      nonce = "\x01".b * 12
      [{}, { 5 => nonce[0, 11] }, { 5 => nonce, 6 => 1 }, { 4 => nonce }].each do |unprotected|
        expect { described_class.parse_raw(raw(unprotected:)) }.to malformed
      end
    end

    it "refuses a ciphertext below the smallest padded size" do
      expect { described_class.parse_raw(raw(ciphertext: "\x01".b * 527)) }.to malformed
      expect { described_class.parse_raw(raw(ciphertext: "\x01".b * 528)) }.not_to raise_error
    end

    it "refuses another tag or number of parts" do
      parts = [CBOR.encode({ 1 => 3 }), {}, "\x01".b * 528]
      [CBOR::Tagged.new(18, parts), parts, CBOR::Tagged.new(16, parts.first(2))].each do |value|
        text = "encrypted-message:v1:#{base64url(CBOR.encode(value))}"
        expect { described_class.parse_raw(text) }.to malformed
      end
    end

    it "accepts later epochs in bodies and titles" do
      [2, 4_294_967_295].each do |epoch|
        expect(
          described_class.parse_raw(
            raw(header: { EncryptedMessagesHelpers::EPOCH => epoch }),
          ).epoch,
        ).to eq(epoch)
        title = envelope(kind: :title, conversation_id:, epoch:)
        expect(described_class.parse_title(title).epoch).to eq(epoch)
      end
    end

    it "accepts epoch 0 in drafts alone, and no later one than 1 there" do
      draft = envelope(kind: :draft, conversation_id:, epoch: 0)
      title = envelope(kind: :title, conversation_id:, epoch: 0)

      expect(described_class.parse_raw("encrypted-message:v1:#{draft}").kind).to eq(:draft)
      expect { described_class.parse_title(title) }.to malformed
      late = envelope(kind: :draft, conversation_id:, epoch: 2)
      expect { described_class.parse_title(late) }.to malformed
    end
  end

  describe ".parse_title" do
    it "reads a title without the marker, and nothing else" do
      title = envelope(kind: :title, conversation_id:, message_id:)
      expect(described_class.parse_title(title)).to have_attributes(kind: :title, message_id:)
      [nil, 1, [title], "", "#{described_class::MARKER}#{title}"].each do |text|
        expect { described_class.parse_title(text) }.to malformed
      end
    end
  end

  describe ".stored" do
    it "is what a raw holds, however little a setting allows today" do
      stored = raw(ciphertext: "\x01".b * 9000)
      SiteSetting.max_post_length = 1000
      expect { described_class.parse_raw(stored) }.to malformed
      expect(described_class.stored(stored)).to have_attributes(kind: :body, message_id:)
      expect(described_class.whole?(stored)).to eq(true)
      expect(described_class.marked?(stored)).to eq(true)
    end

    it "is nothing where that is no envelope" do
      marker = described_class::MARKER
      [nil, 1, "", "hello", raw.delete_prefix(marker), " #{raw}"].each do |text|
        expect(described_class.marked?(text)).to eq(false)
        expect(described_class.stored(text)).to be_nil
        expect(described_class.whole?(text)).to eq(false)
      end
      [marker, "#{marker}hello", "#{raw}="].each do |text|
        expect(described_class.marked?(text)).to eq(true)
        expect(described_class.stored(text)).to be_nil
        expect(described_class.whole?(text)).to eq(false)
      end
    end
  end

  describe "the longest envelope" do
    # docs/protocol.md §3, by hand: 1.12 × (4 × (1000 + 255) + 640) + 640, times 4/3.
    before do
      SiteSetting.max_post_length = 1000
      SiteSetting.max_topic_title_length = 255
    end

    it "follows from the longest text" do
      expect(described_class.max_raw_length).to eq(9328)
    end

    it "holds the longest text, padded, and no more than its share" do
      longest = 1.12 * (4 * (1000 + 255) + 640)
      expect {
        described_class.parse_raw(raw(ciphertext: "\x01".b * longest.ceil))
      }.not_to raise_error
      expect { described_class.parse_raw(raw(ciphertext: "\x01".b * 9328)) }.to malformed
    end

    it "is shorter for titles" do
      title = envelope(kind: :title, conversation_id:, ciphertext: "\x01".b * 3000)
      expect { described_class.parse_title(title) }.to malformed
    end
  end
end

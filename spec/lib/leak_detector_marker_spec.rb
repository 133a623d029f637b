# frozen_string_literal: true

require_relative "../support/leak_detector"

RSpec.describe EncryptedMessages::LeakDetector::Marker do
  subject(:marker) { described_class.new }

  let(:text) { marker.text }

  def hexadecimal(bytes)
    bytes.unpack1("H*")
  end

  it "is found as it is, anywhere and in any case" do
    expect(marker).to be_in("before #{text} after")
    expect(marker).to be_in("slug-#{text.upcase}")
    expect(marker).to be_in("\xFF\x00#{text}\xFE".b)
  end

  it "is found when only half of it was typed" do
    expect(marker).to be_in("term=#{text[0, text.size / 2]}")
    expect(marker).to be_in(text[-(text.size / 2)..])
  end

  (0..2).each do |offset|
    it "is found in base64 and base64url, #{offset} bytes into a group" do
      surrounded = "#{"\xFB" * offset}#{text}?>".b
      expect(marker).to be_in([surrounded].pack("m0"))
      expect(marker).to be_in(Base64.urlsafe_encode64(surrounded, padding: false))
      expect(marker).to be_in([surrounded[0..-3]].pack("m0"))
    end
  end

  it "is found in either alphabet of base64 when its letters differ there" do
    marker = described_class.new("~~~???>>>\u00FB\u00FF~~~???>>>")
    expect(marker).to be_in([marker.text].pack("m0"))
    expect(marker).to be_in(Base64.urlsafe_encode64(marker.text, padding: false))
  end

  it "is found in hexadecimal, of either case" do
    expect(marker).to be_in(hexadecimal("x#{text}y"))
    expect(marker).to be_in(hexadecimal(text).upcase)
  end

  it "is found in UTF-16" do
    expect(marker).to be_in("x#{text}".encode("UTF-16LE"))
    expect(marker).to be_in("x#{text}".encode("UTF-16BE"))
  end

  it "is found behind escapes" do
    expect(marker).to be_in(text.bytes.map { |byte| format("%%%02X", byte) }.join)
    expect(marker).to be_in(text.chars.map { |char| format("\\u%04x", char.ord) }.join)
    expect(marker).to be_in(text.bytes.map { |byte| format("\\x%02x", byte) }.join)
    expect(marker).to be_in(text.chars.map { |char| "&##{char.ord};" }.join)
    expect(marker).to be_in(text.chars.map { |char| "&#x#{char.ord.to_s(16)};" }.join)
  end

  it "is found when it holds letters beyond ASCII, escaped or not" do
    marker = described_class.new("zürich-größe-über-öl-änderung")
    expect(marker).to be_in("in #{marker.text}")
    expect(marker).to be_in(CGI.escape(marker.text))
    expect(marker).to be_in(JSON.generate(marker.text, ascii_only: true))
  end

  it "is not found in what has nothing to do with it" do
    expect(marker).not_to be_in(described_class.new.text)
    expect(marker).not_to be_in(SecureRandom.bytes(100_000))
    expect(marker).not_to be_in([SecureRandom.bytes(100_000)].pack("m0"))
    expect(marker).not_to be_in("")
  end
end

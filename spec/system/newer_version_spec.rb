# frozen_string_literal: true

# What a newer version has written, on a page of this one.
describe "A newer version" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Harbour #{marker}", body: "By Jane, #{word}")
  end
  let(:place) { "#post_1 .encrypted-messages-post[data-state=newer]" }

  before { give_keys(jane, pete, secrets: {}) }

  # A message of a suite that is not known here.
  def write_with_next_suite
    post = topic.first_post
    raw = post.raw.delete_prefix(ProtocolDecoder::MARKER)
    bytes = Base64.urlsafe_decode64(raw)
    suite = CBOR.encode({ ProtocolDecoder::Label::SUITE => 1 })[1..]
    expect(bytes.scan(suite).size).to eq(1)
    changed = bytes.sub(suite, suite.chop + 2.chr)
    post.update_columns(
      raw: ProtocolDecoder::MARKER + Base64.urlsafe_encode64(changed, padding: false),
    )
  end

  it "is asked for by reloading the page, and then of the administrators (R12)" do
    write_with_next_suite
    as(pete) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(place, text: I18n.t("js.encrypted_messages.newer.page"))
      find("#{place} .encrypted-messages-reload").click
      expect(page).to have_css(place, text: I18n.t("js.encrypted_messages.newer.site"))
      expect(page).to have_css("#{place} .encrypted-messages-administrators")
    end
  end
end

# frozen_string_literal: true

# By which keys a member knows others, kept by a site that shows an earlier state of it, none, or another's (attacks of
# docs/security.md), with the honest program in a browser.
describe "A site that lies about whom a member knows" do
  include_context "with encrypted members"
  include_context "with a lying site"

  let(:word) { marker }
  let(:topic) do
    start_encrypted(from: pete, to: jane, title: "Harbour #{marker}", body: "By Pete, #{word}")
  end

  before { give_keys(jane, pete) }

  # Jane's device has seen that she knows Pete.
  #
  # @return [Hash] what the site had before
  def get_to_know_pete
    before = book
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.reply("By Jane, #{marker}")
    end
    expect(book["version"]).to be > before["version"]
    before
  end

  def book
    EncryptedMessages::AddressBook.new(jane).since(0).as_json
  end

  def expect_alarm_and_nothing_sent
    posts = Post.where(topic_id: topic.id).count
    as(jane) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(".encrypted-messages-lost-contacts")
      encrypted_topic.open_reply.fill(body: "Once more, #{marker}").submit
      expect(page).to have_css("#reply-control .encrypted-messages-lost-contacts")
    end
    expect(Post.where(topic_id: topic.id).count).to eq(posts)
  end

  it "is told of where it shows an earlier state in its answers, and nothing is sent (R36)" do
    site.shows_address_book(get_to_know_pete, to: jane)
    expect_alarm_and_nothing_sent
  end

  it "is told of where its tables have an earlier state, or another member's (R36)" do
    earlier = get_to_know_pete
    EncryptedMessages::AddressBook.new(jane).drop
    { "0" => earlier["parts"]["0"], "7" => sealed_part(pete, part: 7) }.each do |part, data|
      EncryptedMessages::AddressBookPart.create!(user_id: jane.id, part:, version: 9, data:)
    end
    expect_alarm_and_nothing_sent
  end

  it "is told of where there is none any more (R36)" do
    get_to_know_pete
    EncryptedMessages::AddressBook.new(jane).drop
    expect_alarm_and_nothing_sent
  end
end

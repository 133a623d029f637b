# frozen_string_literal: true

RSpec.describe EncryptedMessages::TopicExtension do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:topic) { start_conversation(jane, pete).topic.reload }
  let(:refusal) { [I18n.t("encrypted_messages.errors.plain_title")] }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  def stored_title
    Topic.where(id: topic.id).pick(:title)
  end

  it "takes no title but the placeholder, with and without validations (R21, R25)" do
    topic.title = "A party for Mary"
    expect(topic.save).to eq(false)
    expect(topic.errors.full_messages).to eq(refusal)
    expect(topic.save(validate: false)).to eq(false)
    expect(topic.errors.full_messages).to eq(refusal)
    expect(stored_title).to eq("Encrypted message")
  end

  it "refuses a title as long as a request soon (S11, R25)" do
    topic.title = "A party " * 250_000
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    expect(topic.save(validate: false)).to eq(false)
    expect(Process.clock_gettime(Process::CLOCK_MONOTONIC) - start).to be < 5
  end

  it "takes none from staff or the system either (R25)" do
    [admin, Discourse.system_user].each do |user|
      [false, true].each do |skip_validations|
        topic.first_post.revise(user, { title: "A party for Mary" }, skip_validations:)
        expect(stored_title).to eq("Encrypted message")
      end
    end
  end

  it "takes none while the plugin is off (R25)" do
    topic
    SiteSetting.encrypted_messages_enabled = false
    expect(topic.update(title: "A party for Mary")).to eq(false)
  end

  it "lets everything else be changed" do
    expect(topic.update(closed: true, title: "Encrypted message")).to eq(true)
  end

  it "leaves the titles of ordinary messages alone" do
    ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
    expect(ordinary.update(title: "A party for Mary, in the open")).to eq(true)
  end
end

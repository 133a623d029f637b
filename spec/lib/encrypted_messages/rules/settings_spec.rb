# frozen_string_literal: true

RSpec.describe SiteSetting do
  it "are named as core names its own: `min_`, `max_`, `…_by_default` (core's habits)" do
    names =
      YAML
        .load_file("#{EncryptedMessages::Engine.root}/config/settings.yml")
        .values
        .flat_map(&:keys)
    expect(names).to all(start_with("encrypted_messages_"))
    expect(names.grep(/minimum|maximum|(?<!_by)_default\z/)).to be_empty
    expect(names).to include("encrypted_messages_by_default")
  end

  before { enable_current_plugin }

  def expect_refusal(name, value, key)
    before = described_class.get(name)
    expect { described_class.set(name, value) }.to raise_error(
      Discourse::InvalidParameters,
      /#{Regexp.escape(I18n.t("site_settings.errors.#{key}"))}/,
    )
    expect(described_class.get(name)).to eq(before)
  end

  it "has a text for every setting (R13)" do
    names = YAML.load_file(File.join(plugin_root, "config/settings.yml"))["encrypted_messages"].keys
    expect(names).not_to be_empty
    expect(names.reject { |name| I18n.exists?("site_settings.#{name}", :en) }).to be_empty
  end

  def plugin_root
    Discourse.plugins_by_name["discourse-encrypted-messages"].directory
  end

  it "does not force encryption where it is switched off (R13)" do
    SiteSetting.encrypted_messages_enabled = false
    expect_refusal(:encrypted_messages_force, true, "encrypted_messages_not_enabled")
  end

  it "does not force encryption over plain HTTP (R13, R14)" do
    SiteSetting.force_hostname = "forum.example.com"
    expect_refusal(:encrypted_messages_force, true, "encrypted_messages_insecure")

    SiteSetting.force_https = true
    SiteSetting.encrypted_messages_force = true
    expect(SiteSetting.encrypted_messages_force).to eq(true)
  end

  it "is not switched off while encryption is forced (R13)" do
    SiteSetting.encrypted_messages_force = true
    expect_refusal(:encrypted_messages_enabled, false, "encrypted_messages_forced")

    SiteSetting.encrypted_messages_force = false
    SiteSetting.encrypted_messages_enabled = false
    expect(SiteSetting.encrypted_messages_enabled).to eq(false)
  end

  it "needs a group that may use encrypted messages (R13)" do
    expect_refusal(:encrypted_messages_allowed_groups, "", "at_least_one_group_required")
  end

  it "keeps sizes within what the server can take (R13)" do
    {
      encrypted_messages_max_body_length: [99, 99_001],
      encrypted_messages_max_participants: [1, 51],
    }.each do |name, values|
      values.each do |value|
        expect { SiteSetting.set(name, value) }.to raise_error(Discourse::InvalidParameters)
      end
    end
  end

  it "takes envelopes up to the smaller of the two limits (R13)" do
    SiteSetting.encrypted_messages_max_body_length = 1000
    small = EncryptedMessages::Envelope.max_raw_length
    SiteSetting.encrypted_messages_max_body_length = 50_000
    expect(EncryptedMessages::Envelope.max_raw_length).to be > small
    SiteSetting.max_post_length = 1000
    expect(EncryptedMessages::Envelope.max_raw_length).to eq(small)
  end

  it "lets no more people into a message than allowed (R13)" do
    jane, pete, mary = Array.new(3) { Fabricate(:user, refresh_auto_groups: true) }
    enable_encrypted_messages_for(jane, pete, mary)
    SiteSetting.encrypted_messages_max_participants = 2

    expect { start_conversation(jane, pete) }.to change { Topic.count }.by(1)
    expect { start_conversation(jane, pete, mary) }.to raise_error(
      ActiveRecord::RecordNotSaved,
      /at most 2 participants/,
    )
  end
end

# frozen_string_literal: true

RSpec.describe Plugin::Instance do
  let(:plugin) do
    described_class.new(Plugin::Metadata.parse("# name: trial\n# version: 1.0\n"), __FILE__)
  end
  let(:enabled) { true }

  before { allow(plugin).to receive(:enabled?) { enabled } }

  it "reads the head of plugin.rb" do
    metadata = Plugin::Metadata.parse(<<~RUBY)
      # frozen_string_literal: true

      # name: trial
      # about: Tries: things
      # authors: Jane
      name = "other"
      # version: 2
    RUBY
    expect(metadata).to have_attributes(name: "trial", about: "Tries: things", version: nil)
  end

  it "takes a number alone for the topic on Meta, and no text without an end" do
    parse = ->(line) { Plugin::Metadata.parse("# name: trial\n#{line}\n") }
    expect(parse.call("# meta_topic_id: 42").meta_topic_id).to eq(42)
    expect(parse.call("# meta_topic_id: TODO").meta_topic_id).to be_nil
    expect(parse.call("# about: #{"a" * 400}").about.length).to eq(350)
  end

  describe "#add_to_serializer" do
    fab!(:user)
    fab!(:post)

    def serialized(serializer)
      serializer.new(post, scope: Guardian.new(user), root: false).as_json
    end

    after do
      [PostSerializer, WebHookPostSerializer].each { |klass| klass._attributes.delete(:trial) }
    end

    it "reaches the webhook's serializer too, through inheritance" do
      plugin.add_to_serializer(:post, :trial) { "seen" }
      expect(serialized(PostSerializer)[:trial]).to eq("seen")
      expect(serialized(WebHookPostSerializer)[:trial]).to eq("seen")
    end

    it "asks its condition, and whether the plugin is enabled" do
      plugin.add_to_serializer(:post, :trial, include_condition: -> { false }) { "seen" }
      expect(serialized(PostSerializer)).not_to include(:trial)

      allow(plugin).to receive(:enabled?).and_return(false)
      plugin.add_to_serializer(:post, :trial) { "seen" }
      expect(serialized(PostSerializer)).not_to include(:trial)
    end
  end

  describe "modifiers and events" do
    after { DiscoursePluginRegistry.modifiers.delete(:trial) }

    it "are silent while the plugin is disabled" do
      plugin.register_modifier(:trial) { |value, more| value + more }
      expect(DiscoursePluginRegistry.apply_modifier(:trial, 1, 2)).to eq(3)

      allow(plugin).to receive(:enabled?).and_return(false)
      expect(DiscoursePluginRegistry.apply_modifier(:trial, 1, 2)).to eq(1)
    end
  end
end

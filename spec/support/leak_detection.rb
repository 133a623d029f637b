# frozen_string_literal: true

require_relative "leak_detector"

# Every system spec of this plugin runs under a leak detector. Texts and secrets are made with `marker` in them.
RSpec.shared_context "with leak detector" do
  let(:leak_detector) { EncryptedMessages::LeakDetector.new }

  def marker
    leak_detector.marker
  end

  before { leak_detector.start }

  # In the group's own hook, which runs before the sessions are closed.
  after do
    expect(leak_detector.findings).to be_empty
  ensure
    leak_detector.stop
  end
end

RSpec.configure do |config|
  system_specs = File.expand_path("../system", __dir__)
  config.define_derived_metadata(
    absolute_file_path: %r{\A#{Regexp.escape(system_specs)}/},
  ) { |metadata| metadata[:leak_detector] = true if !metadata.key?(:leak_detector) }
  config.include_context "with leak detector", leak_detector: true
  config.before(:suite) { EncryptedMessages::LeakDetector.install }
end

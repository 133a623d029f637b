# frozen_string_literal: true

require "rake"

RSpec.describe "rake encrypted_messages:check" do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  # With this task alone, as core's tasks would take long to load.
  let(:rake) do
    Rake::Application.new.tap do |rake|
      before, Rake.application = Rake.application, rake
      Rake::Task.define_task(:environment)
      Rake.load_rakefile("#{EncryptedMessages::Engine.root}/lib/tasks/encrypted_messages.rake")
    ensure
      Rake.application = before
    end
  end

  def check
    output = StringIO.new
    before, $stdout = $stdout, output
    rake["encrypted_messages:check"].execute
    output.string
  ensure
    $stdout = before
  end

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  it "looks through everything, says what it found, and tells administrators (H26)" do
    reply = reply_to(start_conversation(jane, pete).topic, pete)
    2.times { EncryptedMessages::ConsistencyReport.make }
    reply.update_columns(raw: "in the clear")
    expect(EncryptedMessages::ConsistencyReport.make[:findings]).to include("plaintext_posts" => 0)

    output = check
    expect(output).to include("plaintext_posts: 1").and include("envelopes_outside: 0")
    expect(output).to include(RailsMultisite::ConnectionManagement.current_db)
    expect(output).not_to include("in the clear")
    latest = EncryptedMessages::ConsistencyReport.latest
    expect(latest[:findings]).to include("plaintext_posts" => 1)
  end
end

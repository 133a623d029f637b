# frozen_string_literal: true

# Members, browsers and steps that the system specs share. There are three ways to get what an example begins with:
#
#                        a member's keys                  a message
#   random bytes         enable_encrypted_messages_for    start_conversation   (EncryptedMessagesHelpers: to a server as good)
#   real, made here      give_keys                        start_encrypted      (where it only has to be there)
#   real, in a browser   enable_encryption                send_encrypted       (where that is what is shown)
RSpec.shared_context "with encrypted members" do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }

  let(:preferences) { PageObjects::Pages::EncryptedMessagesPreferences.new }
  let(:composer) { PageObjects::Components::EncryptedComposer.new }
  let(:encrypted_topic) { PageObjects::Pages::EncryptedTopic.new }
  let(:jane_secret) { "seven #{marker} herons" }
  let(:pete_secret) { "eleven #{marker} lamps" }

  before do
    SiteSetting.encrypted_messages_enabled = true
    Jobs.run_immediately!
    # What core's specs leave out unless asked: here, whatever would carry the text on has to run.
    NotificationEmailer.enable
    SearchIndexer.enable
    UserActionManager.enable
    [jane, pete].each do |member|
      member.user_option.update!(email_messages_level: UserOption.email_level_types[:always])
    end
  end

  # Does what the member does, in the browser profile named after them or after the device given.
  def as(member, device: member.username)
    using_session(device) do
      if !signed_in_sessions.include?(device)
        use_small_phone if RSpec.current_example.metadata[:mobile]
        sign_in(member)
        keep_prepared_keys(member) if device == member.username && prepared.key?(member)
        signed_in_sessions << device
      end
      yield
    rescue StandardError, RSpec::Expectations::ExpectationNotMetError
      # of this member, since the one taken by itself shows another session
      picture = page.save_screenshot # rubocop:disable Lint/Debugger
      RSpec.configuration.reporter.message("\n#{device}: #{picture}")
      raise
    end
  end

  # The narrowest that are in use; core's own in specs is a large one.
  def use_small_phone
    page.driver.with_playwright_page { |shown| shown.viewport_size = { width: 360, height: 740 } }
  end

  def signed_in_sessions
    @signed_in_sessions ||= []
  end

  # On the site, and on the device named after the member, once it is used.
  #
  # @param secrets [Hash] of those who unlock another device
  def give_keys(*members, secrets: {})
    members.each do |member|
      if signed_in_sessions.include?(member.username)
        raise "#{member.username} is logged in already"
      end
      prepared[member] = PreparedMember.new(member, secret: secrets[member])
    end
  end

  def prepared
    @prepared ||= {}
  end

  # From a page of the site that the client does not run on.
  def keep_prepared_keys(member)
    page.visit("/session/csrf.json")
    page.driver.with_playwright_page { |shown| prepared[member].keep_on_device(shown) }
  end

  # @param from [User] who was given keys
  # @return [Topic]
  def start_encrypted(from:, to:, title:, body:)
    members = [from, *Array(to)]
    cards = members.map { |member| card_of(member) }
    conversation = PreparedConversation.new(prepared.fetch(from), cards)
    start_conversation(*members, **conversation.parameters(title:, body:)).topic
  end

  def card_of(member)
    card = EncryptedMessages::Identity.new(member).stored[:card]
    ProtocolDecoder::Card.open(card, user_id: member.id)
  end

  def enable_encryption(member, secret)
    as(member) do
      preferences.visit(member).enable(secret)
      expect(preferences).to have_enabled_status
    end
  end

  # Returns the topic that was made.
  def send_encrypted(from:, to:, title:, body:)
    as(from) do
      composer.open_new_message(*Array(to)).tick.fill(title: title, body: body).submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
    Topic.private_messages.order(:id).last
  end
end

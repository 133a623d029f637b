# frozen_string_literal: true

# The site is killed, its answer lost, its connection cut, or the page closed, at every request of what members do. The
# requests are those of a run in which nothing fails. By default at those that write; at all with ALL_FAULTS=1.
describe "Encrypted messages on a site that fails" do
  include_context "with encrypted members"
  include_context "with a faulty site"

  let(:word) { marker }
  let(:title) { "Harbour #{marker}" }
  let(:old_secret) { "seven #{marker} herons" }
  let(:new_secret) { "nineteen #{marker} kettles" }

  # What a member is told where something did not go well.
  TOLD =
    ".dialog-footer .btn-primary, .d-modal .alert-error, .d-modal .form-kit__errors, .encrypted-messages-refusal, " \
      ".d-modal [aria-invalid=true]"

  before do
    Jobs.run_later! # elsewhere than in the process that is killed
    if Discourse.respond_to?(:redis)
      skip "Core keeps locks and counts in Redis, which a copy of the database does not come with"
    end
  end

  # Who takes part in one run: each has its own.
  def begin_anew
    @run = @run.to_i + 1
    @me, @other, @third =
      %w[me other third].map do |name|
        Fabricate(:user, username: "#{name}#{@run}", refresh_auto_groups: true)
      end
    @me.update!(trust_level: TrustLevel[2])
    @done = nil
  end

  def give_keys_to_all
    give_keys(@me, @other, @third, secrets: { @me => old_secret })
  end

  def start_conversation_of(*others)
    give_keys_to_all
    @topic = start_encrypted(from: @me, to: others, title:, body: "First, #{word}")
  end

  def open_conversation
    encrypted_topic.visit(@topic)
    expect(encrypted_topic).to have_open_post(1, word)
  end

  def seen?(selector, **options)
    page.has_css?(selector, wait: 0, **options)
  end

  def seen_open?(number, text)
    post = encrypted_topic.post_selector(number)
    seen?("#{post} .encrypted-messages-post[data-state=open]", text:)
  end

  def fill_new_secret(secret)
    PageObjects::Components::EncryptedMessagesNewSecret.new.choose_own(secret)
  end

  def submit_modal
    find(".d-modal .form-kit__button.btn-primary").click
  end

  def stored_identity
    EncryptedMessages::Identity.new(@me).stored
  end

  def members
    TopicAllowedUser.where(topic_id: @topic.id).pluck(:user_id)
  end

  def read_by(member, post = @topic.first_post)
    prepared.fetch(member).read_post(post.reload, granter: prepared.fetch(@me).card)
  end

  # On a device that has none of the member's keys.
  def expect_secret_to_open(secret)
    as(@me, device: "phone#{@run}") do
      preferences.visit(@me)
      find(".encrypted-messages-preferences .encrypted-messages-unlock").click
      modal = PageObjects::Modals::EncryptedMessagesUnlock.new.submit(secret)
      expect(modal).to be_closed
      expect(preferences).to have_deactivate_button
      yield if block_given?
    end
  end

  # Steps: `prepare`, whatever is there before; `ready`, up to the last tap; `act`, that tap; `done?`, whether the page shows
  # that it is done; `kept?`, whether what was written is still there once the member is told that something failed; `again`
  # in a page that was loaded anew; `check`, what has come of it.
  def self.deed(name, &steps)
    it("loses, doubles and half-makes nothing: #{name}") { try_faults(name, Module.new(&steps)) }
  end

  def try_faults(name, steps)
    extend(steps)
    requests = run_once(nil)
    outcomes = faults_of(requests).map { |fault| [fault, attempt(fault)] }
    FaultTable.add(name, requests, outcomes)
    wrong = outcomes.select { |_, outcome| outcome.start_with?("Wrong") }
    expect(wrong.map { |fault, why| "#{requests[fault.number - 1]}: #{fault.to_a}: #{why}" }).to eq(
      [],
    )
  end

  def faults_of(requests)
    all = requests.each.with_index(1).flat_map { |request, number| request.faults(number) }
    return all if ENV["ALL_FAULTS"]
    all.select do |fault|
      requests[fault.number - 1].method != "GET" && %i[killed unanswered].include?(fault.how) &&
        fault.commit.to_i < 2
    end
  end

  def attempt(fault)
    run_once(fault)
    @outcome
  rescue StandardError, RSpec::Expectations::ExpectationNotMetError => error
    lines = error.backtrace.grep(/faults_spec/).first(3).map { |line| line[/\d+/] }
    "Wrong (#{@outcome}): #{error.message.squish.first(600)} #{lines}"
  ensure
    site.watch
  end

  # @return [Array<FaultySite::Request>]
  def run_once(fault)
    close_pages
    begin_anew
    prepare
    requests = []
    as(@me) do
      ready
      @outcome = "done"
      site.watch(fault)
      act
      see_through(fault) if fault
      try_until_success(timeout: 20) { expect(done_at_last?).to be(true) }
      requests = site.requests.dup
    end
    site.watch
    check
    expect(findings).to be_empty
    requests
  end

  def see_through(fault)
    @outcome = fault.how == :closed ? close_page : wait_for_word
    return @outcome = "Not reached" if !site.reached?
    site.start_again
    case @outcome
    when "Told, tried again"
      expect(kept?).to be(true)
      dismiss
      try_again
    when "Loaded anew"
      again
    end
  end

  def wait_for_word
    try_until_success(timeout: 15) { expect(told? || done_at_last?).to be(true) }
    told? ? "Told, tried again" : "Went on"
  rescue RSpec::Expectations::ExpectationNotMetError
    load_anew
    "Loaded anew"
  end

  def close_page
    try_until_success(timeout: 20) { expect(site.reached? || done_at_last?).to be(true) }
    load_anew
    site.go_on
    try_until_success(timeout: 20) { expect(site.over?).to be(true) } if site.reached?
    "Loaded anew"
  end

  def done_at_last?
    @done ||= done?
  end

  def told?
    seen?(TOLD)
  end

  def kept?
    true
  end

  def try_again
    act if !done_at_last?
  end

  def dismiss
    page.all(".dialog-footer .btn-primary", wait: 0).each(&:click)
    expect(page).to have_no_css(".dialog-body")
  end

  def load_anew
    old = page.current_window
    page.switch_to_window(page.open_new_window)
    old.close
  end

  def findings
    EncryptedMessages::ConsistencyReport.make_of_everything[:findings].select { |_, n| n > 0 }
  end

  # Those of the run before.
  def close_pages
    signed_in_sessions.each { |device| using_session(device) { page.reset! } }
    signed_in_sessions.clear
  end

  deed "enable" do
    def prepare
    end

    def ready
      preferences.visit(@me).open_modal
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".encrypted-messages-status", text: I18n.t("js.encrypted_messages.preferences.enabled"))
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:card]
      ready
      act
    end

    def check
      expect(stored_identity[:version]).to eq(1)
      expect_secret_to_open(new_secret)
    end
  end

  deed "change the secret" do
    def prepare
      start_conversation_of(@other)
      @before = stored_identity
    end

    def ready
      preferences.visit(@me)
      find(".encrypted-messages-change-secret").click
      find(".d-modal [name=oldSecret]").fill_in(with: old_secret)
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".fk-d-default-toast")
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:version] > @before[:version]
      ready
      act
    end

    def check
      expect(stored_identity[:card]).to eq(@before[:card])
      expect_secret_to_open(new_secret) { open_conversation }
    end
  end

  deed "reset" do
    def prepare
      start_conversation_of(@other)
      @before = stored_identity
    end

    def ready
      preferences.visit(@me).open_emergency
      find(".encrypted-messages-reset-encryption").click
      find(".d-modal [name=confirmation]").fill_in(with: @me.username)
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".fk-d-default-toast")
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:card] != @before[:card]
      ready
      act
    end

    def check
      expect(stored_identity[:card]).not_to eq(@before[:card])
      expect_secret_to_open(new_secret)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "a new conversation" do
    def prepare
      give_keys_to_all
    end

    def ready
      composer.open_new_message(@other).tick.fill(title:, body: "First, #{word}")
    end

    def act
      composer.submit
    end

    def done?
      seen_open?(1, "First, #{word}") && seen?("h1 .fancy-title", text: title)
    end

    def kept?
      composer.has_title_text?(title) && composer.has_body_text?("First, #{word}")
    end

    def started
      Topic.private_messages.where(user_id: @me.id)
    end

    def again
      return encrypted_topic.visit(started.first) if started.any?
      ready
      act
    end

    def check
      @topic = started.sole
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("First, #{word}")
    end
  end

  deed "a reply" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.open_reply.fill(body: "Second, #{word}")
    end

    def act
      composer.submit
    end

    def done?
      seen_open?(2, "Second, #{word}")
    end

    def kept?
      composer.has_body_text?("Second, #{word}")
    end

    def again
      open_conversation
      return if @topic.posts.count > 1
      encrypted_topic.open_reply.fill(body: "Second, #{word}")
      act
    end

    def check
      expect(@topic.posts.count).to eq(2)
      expect(read_by(@other, @topic.posts.find_by(post_number: 2)).text).to eq("Second, #{word}")
    end
  end

  deed "an edit" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.edit(1).fill(body: "Changed, #{word}")
    end

    def act
      composer.submit
    end

    def done?
      seen_open?(1, "Changed, #{word}")
    end

    def kept?
      composer.has_body_text?("Changed, #{word}")
    end

    def again
      open_conversation
      return if EncryptedMessages::Envelope.stored(@topic.first_post.reload.raw).revision > 1
      encrypted_topic.edit(1).fill(body: "Changed, #{word}")
      act
    end

    def check
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("Changed, #{word}")
    end
  end

  deed "an invitation" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.open_invite.choose(@third.username)
    end

    def act
      PageObjects::Modals::EncryptedMessagesInvite.new.submit
    end

    def done?
      !seen?(".encrypted-messages-invite-modal") && seen?(encrypted_topic.participant(@third))
    end

    def again
      open_conversation
      return if members.include?(@third.id)
      encrypted_topic.open_invite.choose(@third.username)
      act
    end

    def check
      expect(members).to contain_exactly(@me.id, @other.id, @third.id)
      expect(EncryptedMessages::RosterEntry.where(topic_id: @topic.id).count).to eq(2)
      expect(EncryptedMessages::ConversationKey.where(topic_id: @topic.id).count).to eq(3)
      expect(read_by(@third).text).to include(word)
    end
  end

  deed "a removal" do
    def prepare
      start_conversation_of(@other, @third)
    end

    def ready
      open_conversation
    end

    def act
      encrypted_topic.remove_participant(@third)
    end

    def done?
      !seen?(encrypted_topic.participant(@third))
    end

    def again
      open_conversation
      act if members.include?(@third.id)
    end

    def check
      expect(members).to contain_exactly(@me.id, @other.id)
      # core writes its line before it removes, so that a second attempt can write it again
      lines = @topic.posts.where(post_type: Post.types[:small_action]).count
      expect(lines).to be_between(1, 2)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "leaving" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
    end

    def act
      encrypted_topic.remove_participant(@me)
    end

    def done?
      !page.current_path.start_with?("/t/") && seen?("#main-outlet")
    end

    # The page stays where it is where the site says to the second attempt that they are not there.
    def try_again
      again
    end

    def again
      return @done = true if members.exclude?(@me.id)
      open_conversation
      act
    end

    def check
      expect(members).to contain_exactly(@other.id)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "a mark in the address book" do
    def prepare
      give_keys_to_all
      @before = EncryptedMessages::AddressBook.new(@me).version
    end

    def profile
      PageObjects::Pages::EncryptedMessagesProfile.new
    end

    def ready
      profile.visit(@other).compare
      expect(PageObjects::Modals::EncryptedMessagesSafetyNumber.new.number.size).to eq(12)
    end

    def act
      PageObjects::Modals::EncryptedMessagesSafetyNumber.new.say_same
    end

    def done?
      !seen?(".encrypted-messages-number-modal") &&
        seen?(profile.class::AREA, text: I18n.t("js.encrypted_messages.verified.profile"))
    end

    def again
      return profile.visit(@other) if EncryptedMessages::AddressBook.new(@me).version > @before
      ready
      act
    end

    def check
      as(@me) { expect(profile.visit(@other)).to have_verified }
    end
  end
end

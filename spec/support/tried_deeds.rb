# frozen_string_literal: true

# Deeds of a member, each tried at every request that it takes, with everything that can happen to that. The requests are
# those of a run in which nothing fails. By default those faults at which most is at stake; all with ALL_FAULTS=1, or those
# that read like the pattern FAULTS.
RSpec.shared_context "with deeds that fail" do
  include_context "with encrypted members"
  include_context "with a faulty site"

  let(:word) { marker }
  let(:title) { "Harbour #{marker}" }
  let(:old_secret) { "seven #{marker} herons" }
  let(:new_secret) { "nineteen #{marker} kettles" }

  before { Jobs.run_later! } # elsewhere than in the process that is killed

  # Steps: `prepare`, whatever is there before; `ready`, up to the last tap; `act`, that tap; `done?`, whether the page shows
  # that it is done; `kept?`, whether what was written is still there once the member is told that something failed;
  # `stored?`, whether the site has it; `look`, in a page that was loaded anew, at what it has; `check`, what has come of it.
  def self.deed(name, &steps)
    it("loses, doubles and half-makes nothing: #{name}") { try_faults(name, Module.new(&steps)) }
  end

  def try_faults(name, steps)
    extend(steps)
    requests = run_once(nil)
    faults = FaultySite.faults_of(requests)
    chosen = faults.select { |fault| chosen?(fault) }
    expect(chosen).not_to be_empty
    outcomes =
      chosen.map do |fault|
        [fault, attempt(fault)].tap { |fault_and_outcome| FaultTable.tell(*fault_and_outcome) }
      end
    FaultTable.add(name, requests, outcomes) if chosen == faults
    expect(outcomes.map(&:last) - FaultTable::OUTCOMES).to be_empty
  end

  def chosen?(fault)
    return fault.to_s.match?(ENV["FAULTS"]) if ENV["FAULTS"]
    return true if ENV["ALL_FAULTS"]
    fault.request.writes? && %i[killed unanswered].include?(fault.how) && fault.commit.to_i < 2
  end

  # @return [String] one of `FaultTable::OUTCOMES`, or "Wrong" and why
  def attempt(fault)
    tries ||= 0
    run_once(fault)
    @outcome
  rescue FaultySite::NotAsked => error
    (tries += 1) < 5 ? retry : "Wrong: #{error.message}"
  rescue StandardError, RSpec::Expectations::ExpectationNotMetError => error
    lines = error.backtrace.grep(%r{/spec/s}).first(5).map { |line| line[/\w+\.rb:\d+/] }
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
      expect([told?, done?]).to eq([false, false])
      site.watch(fault)
      act
      see_through(fault) if fault
      wait_for { done_at_last? }
      expect(site).to be_failed if fault
      requests = site.requests.dup
    end
    site.watch
    check
    expect(findings).to be_empty
    requests
  end

  # Who takes part in one run: each has its own.
  def begin_anew
    @run = @run.to_i + 1
    @me, @other, @third =
      %w[me other third].map do |name|
        Fabricate(:user, username: "#{name}#{@run}", refresh_auto_groups: true)
      end
    @me.update!(trust_level: TrustLevel[2])
    @done = @outcome = nil
  end

  def see_through(fault)
    wait_for_request
    @outcome = fault.how == :closed ? close_page : wait_for_word
    wait_for { site.over? }
    site.start_again
    case @outcome
    when "Told"
      expect(kept?).to be(true)
      dismiss
      try_again
    when "Reloaded", "Silent"
      again
    end
  end

  # Some are made by chance, such as those for what a page is told of, unless it is left before.
  def wait_for_request
    wait_for { site.reached? || done_at_last? }
    wait_for(10) { site.reached? }
  rescue RSpec::Expectations::ExpectationNotMetError
    raise FaultySite::NotAsked, "The request was not made"
  end

  def wait_for_word
    wait_for(25) { told? || done_at_last? }
    told? ? "Told" : "Went on"
  rescue RSpec::Expectations::ExpectationNotMetError
    load_anew
    "Silent"
  end

  def close_page
    load_anew
    site.go_on
    "Reloaded"
  end

  # Long enough for a busy machine.
  def wait_for(timeout = 120)
    try_until_success(timeout:) { expect(yield).to be_truthy }
  end

  def done_at_last?
    @done ||= done?
  end

  # That something did not go well.
  def told?
    seen?(
      ".dialog-footer .btn-primary, .d-modal .alert-error, .d-modal .form-kit__errors, .encrypted-messages-refusal, " \
        ".d-modal [aria-invalid=true]",
    )
  end

  def kept?
    true
  end

  def try_again
    act if !done_at_last?
  end

  def again
    return look if stored?
    ready
    act
  end

  # Where the page has nothing more to show of it.
  def look
    @done = true
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

  def seen?(selector, **options)
    page.has_css?(selector, wait: 0, **options)
  end

  def seen_open?(number, text)
    post = encrypted_topic.post_selector(number)
    seen?("#{post} .encrypted-messages-post[data-state=open]", text:)
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

  def members
    TopicAllowedUser.where(topic_id: @topic.id).pluck(:user_id)
  end

  def read_by(member, post = @topic.first_post)
    prepared.fetch(member).read_post(post.reload, granter: prepared.fetch(@me).card)
  end
end

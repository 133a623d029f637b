# frozen_string_literal: true

# A site that fails at one request of many. What is counted from `watch` on is what a member's deed asks of the site:
#
#   site.watch; …; faults = FaultySite.faults_of(site.requests)   what there is to fail at, and how
#   site.watch(faults.first); …; site.failed?                     at that request, before its first COMMIT perhaps
#
# A process that is killed is a real one, which has the request to itself; it dies by SIGKILL, and after it the site
# answers nothing until it is started again.
class FaultySite
  # request: as it was when nothing failed; nth: of those that read the same
  # how: `:cut`, the connection ends before the site has the request; `:unanswered`, when all is done; `:killed`, the site
  # dies before that COMMIT, or where none is given when all is done; `:closed`, the page is closed meanwhile
  Fault =
    Struct.new(:request, :nth, :how, :commit) do
      def to_s
        [request, how, commit].compact.join(" ")
      end
    end

  # commits: how many transactions it wrote; status: of its answer
  Request =
    Struct.new(:method, :path, :commits, :status) do
      # Without what differs from one run to the next.
      def to_s
        path = self.path.gsub(%r{(?<=/)\d+}, "N").gsub(%r{(?<=/)[a-z]+\d+(?=\.json|/|\z)}, "NAME")
        "#{method} #{path}"
      end

      # Of one that only asks the answer may be another, as what it asks for can have changed already.
      def answered_as_then?(other)
        writes? ? other == status : other.to_i.between?(200, 499)
      end

      # Whether it can have been done although it was not answered: of one that only asks, that is no matter.
      def writes?
        method != "GET"
      end
    end

  # The page went on without the request at which it was to fail.
  NotAsked = Class.new(StandardError)

  # What pages ask for by themselves, and what carries nothing of a member's deed.
  NOT_COUNTED =
    %r{\A/(message-bus|assets|plugins|stylesheets|user_avatar|images|presence|letter_avatar_proxy|u/|session/\w+/become)|/timings}

  WRITES = /\A\s*(INSERT|UPDATE|DELETE)\b/i

  class << self
    # The one of the running example, if there is one.
    attr_accessor :current

    # Once, before Capybara starts its server.
    def install
      Capybara.app = InFront.new(Capybara.app || Rails.application)
    end

    # @param requests [Array<Request>] of a run in which nothing failed
    # @return [Array<Fault>] all that can happen to each
    def faults_of(requests)
      seen = Hash.new(0)
      requests.flat_map do |request|
        nth = seen[request.to_s] += 1
        kinds = [:cut, (:unanswered if request.writes?), :killed, :closed].compact
        kinds.map { |how| Fault.new(request, nth, how) } +
          (1..request.commits).map { |commit| Fault.new(request, nth, :killed, commit) }
      end
    end
  end

  attr_reader :requests

  def initialize
    @guard = Mutex.new
    @under_way = 0
    watch
  end

  # @param fault [Fault, nil]
  def watch(fault = nil)
    @guard.synchronize do
      @fault = fault
      @requests = []
      @is_down = @is_reached = @has_failed = false
      @page_gone = Queue.new
    end
  end

  # Whether the request has come at which it is to fail.
  def reached?
    @is_reached
  end

  # Whether it has failed there as it was to: not earlier, and not because something else went wrong.
  def failed?
    @has_failed
  end

  # Whether all that was asked has had its effects.
  def over?
    @under_way.zero?
  end

  def start_again
    @is_down = false
  end

  # The page that made the request is closed.
  def go_on
    @page_gone << true
  end

  # @yield answers it
  # @return [Array, nil] nil: nobody gets an answer
  def answer(env)
    return if @is_down
    return yield if env["PATH_INFO"].match?(NOT_COUNTED)

    request = Request.new(env["REQUEST_METHOD"], env["PATH_INFO"], 0)
    fault = count(request)
    return counted(request) { yield } if fault.nil?
    @has_failed = fail_at(fault) { yield }
    nil
  ensure
    @guard.synchronize { @under_way -= 1 } if request
  end

  private

  def count(request)
    @guard.synchronize do
      @requests << request
      @under_way += 1
      next if @fault.nil? || @fault.request.to_s != request.to_s
      next if @fault.nth != @requests.count { |one| one.to_s == request.to_s }
      @is_reached = true
      @fault
    end
  end

  def counted(request, &answer)
    before_each_commit(-> { request.commits += 1 }, &answer).tap do |status, _|
      request.status = status
    end
  end

  # @return [Boolean] whether all went as it was to
  def fail_at(fault, &)
    case fault.how
    when :cut
      true
    when :unanswered
      fault.request.answered_as_then?(answered(&))
    when :closed
      Timeout.timeout(60) { @page_gone.pop }
      fault.request.answered_as_then?(answered(&))
    when :killed
      @is_down = true
      word = last_words(fault.commit, &)
      if fault.commit
        word == "COMMIT"
      else
        fault.request.answered_as_then?(Integer(word, exception: false))
      end
    end
  end

  # @return [Integer] the status of an answer that nobody gets
  def answered
    status, _, body = yield
    body.each { |_| nil } # what is done only when the answer is sent
    body.close if body.respond_to?(:close)
    status
  end

  # @return [String] what the process that was killed had come to
  def last_words(commit, &)
    reader, writer = IO.pipe
    pid = fork { die_working(writer, commit, &) }
    writer.close
    _, status = Process.wait2(pid)
    raise "The process ended by itself: #{status}" if status.termsig != Signal.list["KILL"]
    reader.read
  ensure
    reader.close
  end

  def die_working(writer, commit, &)
    die = ->(word) do
      writer.syswrite(word)
      Process.kill(:KILL, Process.pid)
    end
    # V8 does not outlive a fork; all that is cooked here are placeholders
    PrettyText.define_singleton_method(:cook) { |text, *| ERB::Util.html_escape(text) }
    left = commit
    at_commit = -> { die.call("COMMIT") if left && (left -= 1).zero? }
    die.call(before_each_commit(at_commit) { answered(&) }.to_s)
  rescue StandardError, ScriptError => error
    die.call("#{error.class}: #{error.message}")
  end

  # What is written outside of a transaction is one by itself.
  def before_each_commit(call, &)
    thread = Thread.current
    listener = Object.new
    listener.define_singleton_method(:start) do |_name, _id, event|
      next if Thread.current != thread
      writes = event[:sql].match?(WRITES) && !event[:connection].transaction_open?
      call.() if writes || event[:sql] == "COMMIT"
    end
    listener.define_singleton_method(:finish) { |*| nil }
    ActiveSupport::Notifications.subscribed(listener, "sql.active_record", &)
  end

  # Rack middleware.
  class InFront
    def initialize(app)
      @app = app
    end

    def call(env)
      site = FaultySite.current
      return @app.call(env) if site.nil?
      site.answer(env) { @app.call(env) } || drop(env)
    end

    private

    def drop(env)
      env["rack.hijack"].call.close
      [500, {}, []]
    end
  end
end

# Where a process of its own works on a request, what it is about has to be committed: into a copy of the database, which
# is thrown away.
RSpec.shared_context "with a faulty site" do
  self.use_transactional_tests = false

  let(:site) { FaultySite.new }

  around do |example|
    source = ActiveRecord::Base.connection_db_config
    copy = "#{source.database}_faulty"
    other = source.configuration_hash.merge(database: "postgres")
    forget = -> { ActiveRecord::Base.connection_handler.clear_all_connections! }
    on_other = ->(*statements) do
      ActiveRecord::Base.establish_connection(other)
      statements.each { |statement| ActiveRecord::Base.connection.execute(statement) }
    end

    forget.call
    on_other.call(
      %(DROP DATABASE IF EXISTS "#{copy}" WITH (FORCE)),
      %(CREATE DATABASE "#{copy}" TEMPLATE "#{source.database}"),
    )
    ActiveRecord::Base.establish_connection(source.configuration_hash.merge(database: copy))
    example.run
  ensure
    forget.call
    on_other.call(%(DROP DATABASE IF EXISTS "#{copy}" WITH (FORCE)))
    ActiveRecord::Base.establish_connection(source)
  end

  before do
    if Discourse.respond_to?(:redis)
      skip "Core keeps locks and counts in Redis, which a copy of the database does not come with"
    end
    FaultySite.current = site
  end

  after { FaultySite.current = nil }
end

RSpec.configure { |config| config.before(:suite) { FaultySite.install } }

# frozen_string_literal: true

# A site that fails at one request of many. What is counted from `watch` on is what a member's deed asks of the site:
#
#   site.watch; …; site.requests                              what there is to fail at
#   site.watch(FaultySite::Fault.new(2, :killed, 1)); …       at the second, before its first COMMIT
#
# A process that is killed is a real one, which has the request to itself; it dies by SIGKILL, and after it the site
# answers nothing until it is started again.
class FaultySite
  # how: `:cut`, the connection ends before the site has the request; `:unanswered`, when all is done; `:killed`, the site
  # dies before that COMMIT, or where none is given when all is done; `:closed`, the page is closed meanwhile
  Fault = Struct.new(:number, :how, :commit)

  # commits: how many transactions it wrote
  Request =
    Struct.new(:method, :path, :commits) do
      # Without what differs from one run to the next.
      def to_s
        "#{method} #{path.gsub(%r{(?<=/)\d+}, "N")}"
      end

      # All that can happen to it as the request of that number.
      def faults(number)
        return %i[cut killed closed].map { |how| Fault.new(number, how) } if method == "GET"
        killed = (1..commits).map { |commit| Fault.new(number, :killed, commit) }
        %i[cut unanswered killed closed].map { |how| Fault.new(number, how) } + killed
      end
    end

  # What pages ask for by themselves, and what carries nothing of a member's deed.
  NOT_COUNTED =
    %r{\A/(message-bus|assets|plugins|stylesheets|user_avatar|images|presence|letter_avatar_proxy|u/|session/\w+/become)|/timings}

  class << self
    # The one of the running example, if there is one.
    attr_accessor :current

    # Once, before Capybara starts its server.
    def install
      Capybara.app = InFront.new(Capybara.app || Rails.application)
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
      @is_down = @is_reached = false
      @page_gone = Queue.new
    end
  end

  # Whether it has come to the fault.
  def reached?
    @is_reached
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
    return counting_commits(request) { yield } if fault.nil?
    fail_at(fault) { yield }
  ensure
    @guard.synchronize { @under_way -= 1 } if request
  end

  private

  def count(request)
    @guard.synchronize do
      @requests << request
      @under_way += 1
      next if @fault.nil? || @fault.number != @requests.size
      @is_reached = true
      @fault
    end
  end

  def counting_commits(request, &)
    thread = Thread.current
    counting = ->(*, event) do
      request.commits += 1 if event[:sql] == "COMMIT" && Thread.current == thread
    end
    ActiveSupport::Notifications.subscribed(counting, "sql.active_record", &)
  end

  def fail_at(fault, &)
    case fault.how
    when :unanswered
      yield
    when :closed
      Timeout.timeout(30) { @page_gone.pop }
      yield
    when :killed
      @is_down = true
      in_dying_process(fault.commit, &)
    end
    nil
  end

  def in_dying_process(commit)
    die = -> { Process.kill(:KILL, Process.pid) }
    pid =
      fork do
        # V8 does not outlive a fork; all that is cooked here are placeholders
        PrettyText.define_singleton_method(:cook) { |text, *| ERB::Util.html_escape(text) }
        before_commit(commit, &die) if commit
        _, _, body = yield
        body.each { |_| nil } # what is done only when the answer is sent
      ensure
        die.call
      end
    _, status = Process.wait2(pid)
    raise "The process ended by itself: #{status}" if status.termsig != Signal.list["KILL"]
  end

  # In this process from now on.
  def before_commit(commit)
    left = commit
    hook =
      Module.new do
        define_method(:commit_db_transaction) do
          left -= 1
          yield if left.zero?
          super()
        end
      end
    ActiveRecord::Base.connection.class.prepend(hook)
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

  before { FaultySite.current = site }
  after { FaultySite.current = nil }
end

RSpec.configure { |config| config.before(:suite) { FaultySite.install } }

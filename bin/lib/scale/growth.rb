# frozen_string_literal: true

require_relative "questions"
require_relative "requests"
require_relative "site"
require_relative "tables"

module Scale
  # All that is measured on a site of one size.
  class Growth
    attr_reader :posts, :times, :figures, :sizes, :indexes, :found, :scanned

    # @param posts [Integer] how many are encrypted; a fifth as many others are beside them
    def initialize(posts)
      @posts = posts
      @times = {}
    end

    # @param plans [Boolean] whether to print how PostgreSQL answers each question
    # @return [Growth] itself
    def measure(plans: false)
      site = Site.new(ordinary: posts / 5, encrypted: posts)
      timed("generating #{posts} encrypted posts") { site.generate }
      @sizes = Tables.new.sizes
      timed("the full scan, once") { EncryptedMessages::ConsistencyReport.make_of_everything }
      timed("a day: 2,000 posts, of them 600 encrypted, and 100 edits") { site.live_a_day }
      timed("its report, the first") { report }
      timed("another day") { site.live_a_day }
      questions = Questions.new
      latest = timed("the report on both") { questions.during { report } }
      timed("rosters of 50, and what is asked before a post") { questions.during(&rosters) }
      timed("what administrators see") { EncryptedMessages::SiteReport.new(request).to_h }
      questions.print if plans
      @figures = Requests.new.figures
      @indexes = Tables.new.indexes
      @scanned = questions.scanned
      @found = latest[:findings].select { |_, count| count > 0 }
      self
    end

    private

    def timed(what)
      start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      result = yield
      @times[what] = Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
      puts format("%-64s %8.2f s", what, @times[what])
      result
    end

    def report
      Jobs::EncryptedMessages::CheckConsistency.new.execute({})
      EncryptedMessages::ConsistencyReport.latest
    end

    # What is asked for rosters, of one who takes part in many conversations.
    def rosters
      reader = User.find(EncryptedMessages::ConversationKey.limit(1).pick(:user_id))
      topic_ids =
        EncryptedMessages::ConversationKey.where(user_id: reader.id).limit(50).pluck(:topic_id)
      -> do
        EncryptedMessages::Rosters.for(reader, topic_ids.index_with { 0 })
        EncryptedMessages::RosterGate.newest(topic_ids.first)
        EncryptedMessages::RosterGate.members(topic_ids.first)
        EncryptedMessages::GoneMember.cards_for(reader, topic_ids.map { |id| 10_000_000 + id })
      end
    end

    def request
      ActionDispatch::Request.new(Rack::MockRequest.env_for("https://forum.example.com/"))
    end
  end
end

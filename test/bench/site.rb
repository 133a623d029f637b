# frozen_string_literal: true

# The miniature forum of a checkout, filled with what the rows of `pages/` look at; `site.mjs` starts it. Says as JSON
# on standard output where it is and what there is, and serves until its standard input ends.
#
#   ruby test/bench/site.rb CHECKOUT '{"titles": 100, "posts": 1000, "long": 10000, "readers": 5, "newcomers": 5}'
#
# Needs a PostgreSQL server, as bin/lib/with-postgres gives.

ENV["RAILS_ENV"] = "test"
ENV["VERBOSE"] = "false" # or Rails says that it made a database
checkout = File.expand_path(ARGV.fetch(0))
# What is printed on the way is not the answer.
answer = $stdout.dup
$stdout.reopen($stderr)

require "#{checkout}/test/host/config/environment"
require "#{checkout}/test/host/spec/support/test_database"
require "capybara"
require "puma"
%w[encrypted_messages_helpers prepared_member prepared_conversation].each do |name|
  require "#{checkout}/spec/support/#{name}"
end

module Bench
  # Takes what a page would be told, for a browser that another program drives.
  class Recorder
    attr_reader :recorded

    def evaluate(script, arg:)
      @recorded = { script:, arg: }
    end
  end

  # Jane writes encrypted messages to Pete and to some readers, and to Karl the same as ordinary ones.
  class Site
    SECRET = "seven ferries leave at noon"
    TITLE = "Ferry times for the winter"
    BYTES = 2048
    SENTENCES = [
      "The **ferry** leaves the old harbour at six, and comes back when _everybody_ is on board.",
      "Bring a cake, a lamp and the [timetable](https://example.com/timetable) of last year.",
      "Nobody has seen the captain's `logbook` since the storm; ask at the lighthouse.",
    ].cycle(3).to_a.freeze

    # @param titles [Integer] messages in the list of each reader
    # @param posts [Integer] of a topic
    # @param long [Integer] posts of another one
    # @param readers [Integer] members who have read nothing yet
    # @param newcomers [Integer] members without keys
    def initialize(titles:, posts:, long:, readers:, newcomers:)
      @titles = titles
      @lengths = { topic: posts, long: long }
      @readers = readers
      @newcomers = newcomers
    end

    def fill
      TestDatabase.prepare
      Jobs.run_later!
      RateLimiter.disable
      SiteSetting.encrypted_messages_enabled = true
      people
      @topics = @lengths.to_h { |name, posts| [name, encrypted_topic(posts)] }
      @topics[:plain] = plain_topic
      lists
    end

    # @return [Hash] what `site.mjs` is told
    def answer
      {
        url: "http://localhost:#{serve.port}",
        secret: SECRET,
        title: TITLE,
        text: text(30_720),
        post: text,
        devices: @prepared.to_h { |member| [member.user.username, device(member)] },
        topics: @topics.transform_values(&:id),
        newcomers: @strangers,
      }
    end

    private

    def people
      names = ["jane", "pete", *(1..@readers).map { |number| "reader#{number}" }]
      @prepared = names.map { |name| PreparedMember.new(member(name), secret: SECRET) }
      @jane, @pete, *@others = @prepared
      member("karl")
      @strangers = (1..@newcomers).map { |number| member("newcomer#{number}").username }
    end

    def member(username)
      User.create!(
        username:,
        email: "#{username}@example.com",
        password: "bench-password",
        active: true,
        approved: true,
        trust_level: TrustLevel[2],
      )
    end

    def text(bytes = BYTES)
      paragraphs = +"- one\n- two\n\n"
      paragraphs << SENTENCES.sample(8).join(" ") << "\n\n" while paragraphs.bytesize < bytes
      paragraphs[0, bytes].strip
    end

    # All in one page, as `per_page` gives them.
    def lists
      TopicQuery.send(:remove_const, :PER_PAGE)
      TopicQuery.const_set(:PER_PAGE, @titles)
      @titles.times do
        [@pete, *@others].each { |reader| start(text(100), reader) }
        write(text(100), to: "karl")
      end
    end

    def start(body, reader)
      @conversation = PreparedConversation.new(@jane, [@jane.card, reader.card])
      create(
        title: I18n.t("encrypted_messages.title_placeholder"),
        target_usernames: reader.user.username,
        **@conversation.parameters(title: TITLE, body:),
      )
    end

    def write(raw, to:)
      create(title: TITLE, target_usernames: to, raw:)
    end

    def create(**options)
      options = { archetype: Archetype.private_message, skip_jobs: true, **options }
      PostCreator.create!(@jane.user, options.with_indifferent_access).topic
    end

    def encrypted_topic(posts)
      raw = text
      start(raw, @pete).tap { |topic| lengthen(topic, posts) { @conversation.raw(raw) } }
    end

    def plain_topic
      raw = text
      write(raw, to: "pete").tap { |topic| lengthen(topic, @lengths[:topic]) { raw } }
    end

    # As rows, since a post by core's way takes fifty times as long. They say all the same: cooked once.
    def lengthen(topic, length)
      first = topic.first_post
      posts =
        (2..length).map do |number|
          Post.new(
            **first.attributes.except("id"),
            raw: yield,
            post_number: number,
            sort_order: number,
          )
        end
      insert(posts)
      ids = topic.posts.order(:post_number).offset(1).pluck(:id)
      insert(posts.zip(ids).filter_map { |post, id| encrypted_post(post, id) })
      topic.update_columns(highest_post_number: length, posts_count: length)
    end

    def encrypted_post(post, id)
      envelope = EncryptedMessages::Envelope.stored(post.raw)
      return if !envelope
      EncryptedMessages::EncryptedPost.new(post_id: id, message_id: envelope.message_id)
    end

    def insert(records)
      records.each_slice(1000) do |some|
        some.first.class.insert_all!(some.map { |record| record.attributes.except("id").compact })
      end
    end

    def device(member)
      Recorder.new.tap { |page| member.keep_on_device(page) }.recorded
    end

    def serve
      Capybara.server = :puma, { Silent: true, Threads: "4:16" }
      server = Capybara::Server.new(Rails.application, host: "localhost")
      SiteSetting.force_hostname = server.host
      SiteSetting.port = server.port
      server.boot
    end
  end
end

site = Bench::Site.new(**JSON.parse(ARGV.fetch(1), symbolize_names: true))
site.fill
answer.puts(site.answer.to_json)
answer.flush
$stdin.read

# frozen_string_literal: true

require "action_dispatch/testing/integration"
require_relative "../../../spec/support/encrypted_messages_helpers"

module Scale
  # Requests about encrypted messages and about ordinary ones of the same size, in turns. The ratio of the medians is what
  # the plugin costs, at most: the host's core does less for a message than Discourse's.
  class Requests
    include EncryptedMessagesHelpers

    ROUNDS = 15
    PEOPLE = 20
    POSTS = 1000
    TITLES = 100
    KINDS = %i[encrypted plain].freeze

    # `encrypted` and `plain` of each `Cost`: medians of milliseconds, of objects allocated, and of queries.
    Figure = Struct.new(:row, *KINDS)
    Cost = Struct.new(:time, :objects, :queries)

    def initialize
      SiteSetting.encrypted_messages_enabled = true
      SiteSetting.max_allowed_message_recipients = PEOPLE * 2
      RateLimiter.disable
      # One for each kind of message, and one site for both.
      @readers = KINDS.index_with { |kind| member(kind) }
      @others = Array.new(PEOPLE) { member("other") }
      enable_encrypted_messages_for(*@others, *@readers.values)
      @sessions = @readers.transform_values { |reader| sign_in(reader) }
    end

    # @return [Array<Figure>]
    def figures
      KINDS.each { |kind| (TITLES + 5).times { notify(kind, message(kind)) } }
      long = KINDS.index_with { |kind| lengthen(message(kind)) }
      [
        figure("create, #{PEOPLE} people") { |kind| creation(kind) },
        figure("a reply") { |kind| reply(kind, long[kind]) },
        figure("a topic of #{POSTS} posts") { |kind| -> { get(kind, "/t/#{long[kind].id}.json") } },
        figure("20 of its posts") { |kind| chunk(kind, long[kind]) },
        figure("a list of #{TITLES}") { |kind| list(kind) },
        figure("the user menu, 30 notices") { |kind| menu(kind) },
        figure("#{PEOPLE} cards, beside #{PEOPLE} mentions") { |kind| people(kind) },
        figure("a page's member, with the plugin and without") { |kind| page(kind) },
      ]
    ensure
      SiteSetting.encrypted_messages_enabled = true
    end

    private

    # @yield [kind] gives the request of each round, ready to be made
    def figure(row)
      costs = KINDS.index_with { [] }
      (ROUNDS + 2).times do |round|
        kinds = round.even? ? KINDS : KINDS.reverse
        kinds.each { |kind| costs[kind] << cost(yield(kind)) }
      end
      Figure.new(row, *costs.values_at(*KINDS).map { |each| median_of(each.drop(2)) })
    end

    def cost(request)
      queries = 0
      count = ->(*, payload) do
        queries += 1 if %w[CACHE SCHEMA TRANSACTION].exclude?(payload[:name])
      end
      GC.start
      objects = GC.stat(:total_allocated_objects)
      time = Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond)
      ActiveSupport::Notifications.subscribed(count, "sql.active_record", &request)
      time = Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond) - time
      Cost.new(time, GC.stat(:total_allocated_objects) - objects, queries)
    end

    def median_of(costs)
      Cost.new(*costs.map(&:to_a).transpose.map { |values| values.sort[values.size / 2] })
    end

    def get(kind, path)
      succeed(kind, @sessions[kind].get(path))
    end

    def post(kind, path, params)
      succeed(kind, @sessions[kind].post(path, params:))
    end

    def succeed(kind, status)
      raise "#{status}: #{@sessions[kind].response.body}" if status != 200
    end

    def member(name)
      name = "#{name}_#{SecureRandom.hex(3)}"
      user = User.create!(username: name, email: "#{name}@mail.example", active: true)
      user.update_columns(trust_level: 1)
      Group.user_trust_level_change!(user.id, 1)
      User.find(user.id)
    end

    def sign_in(user)
      session = ActionDispatch::Integration::Session.new(Rails.application)
      session.get("/session/#{user.encoded_username}/become")
      session
    end

    # An ordinary message has as much text as the envelope of one.
    def text
      SecureRandom.alphanumeric(800).scan(/.{5}/).join(" ")
    end

    # @return [Topic] to the reader of that kind
    def message(kind)
      sender, reader = @others.first, @readers[kind]
      return start_conversation(sender, reader).topic if kind == :encrypted
      PostCreator.create!(
        sender,
        archetype: "private_message",
        title: "About #{text.first(20)}",
        raw: text,
        target_usernames: reader.username,
      ).topic
    end

    def notify(kind, topic)
      Notification.create!(
        user: @readers[kind],
        topic:,
        post_number: 1,
        notification_type: Notification.types[:private_message],
        data: { display_username: @others.first.username, topic_title: topic.title }.to_json,
      )
    end

    def lengthen(topic)
      first = topic.first_post
      numbers = (2..POSTS).to_a
      rows =
        numbers.map do |post_number|
          first.attributes.except("id").merge(post_number:, sort_order: post_number)
        end
      ids = Post.insert_all!(rows, returning: :id).rows.flatten
      topic.update_columns(highest_post_number: POSTS, posts_count: POSTS)
      if topic.encrypted_conversation
        EncryptedMessages::EncryptedPost.insert_all!(
          ids.map { |post_id| { post_id:, message_id: random_id } },
        )
      end
      topic
    end

    def creation(kind)
      sender, recipients = @readers[kind], @others
      params =
        if kind == :encrypted
          new_message_params(sender:, recipients:)
        else
          {
            archetype: "private_message",
            title: "About #{text.first(20)}",
            raw: text,
            target_recipients: recipients.map(&:username).join(","),
          }
        end
      -> { post(kind, "/posts.json", params) }
    end

    def reply(kind, topic)
      raw =
        if kind == :encrypted
          encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)
        else
          text
        end
      -> { post(kind, "/posts.json", { topic_id: topic.id, raw: }) }
    end

    def chunk(kind, topic)
      ids = topic.posts.order(:post_number).offset(POSTS / 2).limit(20).ids
      -> { get(kind, "/t/#{topic.id}/posts.json?#{{ post_ids: ids }.to_query}") }
    end

    # By as many pages as it takes.
    def list(kind)
      path = "/topics/private-messages/#{@readers[kind].username}.json"
      pages = TITLES.fdiv(TopicQuery::PER_PAGE).ceil
      -> { pages.times { |page| get(kind, "#{path}?page=#{page}") } }
    end

    def menu(kind)
      -> { get(kind, "/notifications.json?recent=true&limit=30") }
    end

    # Core's question about as many people.
    def people(kind)
      user_ids, names = @others.map(&:id), @others.map(&:username)
      path =
        if kind == :encrypted
          "/encrypted-messages/identities.json?#{{ user_ids: }.to_query}"
        else
          "/composer/mentions.json?#{{ names: }.to_query}"
        end
      -> { get(kind, path) }
    end

    def page(kind)
      SiteSetting.encrypted_messages_enabled = kind == :encrypted
      -> { get(kind, "/session/current.json") }
    end
  end
end

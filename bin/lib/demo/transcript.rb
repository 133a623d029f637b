# frozen_string_literal: true

require "io/console"

module Demo
  # Side by side: what Jane typed, what the database holds, what Pete is told, what Pete reads.
  class Transcript
    WIDTH = 132
    COLUMNS = 4

    # play: a Play that has run
    def initialize(play)
      @play = play
    end

    def print
      puts "",
           table(message_columns),
           "",
           table(reply_columns),
           "",
           search_line,
           "Screenshots: #{Browsers::SCREENSHOTS}"
    end

    private

    def message_columns
      post = @play.topic.first_post
      conversation = EncryptedMessages::Conversation.find_by(topic_id: @play.topic.id)
      {
        "Jane typed" => [Play::TITLE, "", Play::BODY],
        "The database holds" => [
          "topics.title: #{@play.topic.title}",
          "encrypted_title: #{short(conversation.encrypted_title)}",
          "posts.raw: #{short(post.raw)}",
          "posts.cooked: #{post.cooked}",
          *key_rows,
        ],
        "Pete is told" => [
          "Notification, as the site has it: #{@play.menu_line}",
          "",
          "Mail: #{@play.mail.subject}",
          (@play.mail.text_part || @play.mail).decoded.strip,
        ],
        "Pete reads" => [@play.title_read, "", @play.text_read],
      }
    end

    def reply_columns
      {
        "Pete replied" => [Play::REPLY],
        "The database holds" => [
          "posts.raw: #{short(@play.topic.posts.find_by(post_number: 2).raw)}",
        ],
        "Jane reads" => [@play.reply_read],
      }
    end

    def key_rows
      EncryptedMessages::ConversationKey
        .where(topic_id: @play.topic.id)
        .order(:user_id)
        .map do |key|
          "key for #{User.find(key.user_id).username}: epoch #{key.epoch}, #{short(key.encrypted_key)}"
        end
    end

    def search_line
      tables, channels = @play.searched.partition { |channel, _| channel.start_with?("table ") }
      counts = [*channels, ["table rows", tables.sum(&:last)]]
      "Searched for all of the above and the secrets, plain and encoded, in: " \
        "#{counts.map { |channel, count| "#{channel} (#{count})" }.join(", ")}. Found nothing."
    end

    def short(text)
      "#{text.to_s[0, 44]}… (#{text.to_s.size} characters)"
    end

    # columns: heading => lines
    def table(columns)
      width = (screen_width / columns.size) - 2
      cells =
        columns.map do |heading, lines|
          ["\e[1m#{heading.ljust(width)}\e[0m", "─" * width, *wrap(lines, width)]
        end
      height = cells.map(&:size).max
      Array.new(height) { |row| cells.map { |cell| cell[row] || (" " * width) }.join("  ").rstrip }
    end

    def wrap(lines, width)
      lines
        .flat_map do |line|
          line
            .to_s
            .lines
            .flat_map { |part| part.chomp.scan(/\S.{0,#{width - 1}}(?=\s|\z)|\S{1,#{width}}|\A\z/) }
            .then { |parts| parts.empty? ? [""] : parts }
        end
        .map { |part| part.ljust(width) }
    end

    def screen_width
      [IO.console&.winsize&.last.to_i, WIDTH].max
    end
  end
end

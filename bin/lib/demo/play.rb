# frozen_string_literal: true

require_relative "browsers"

module Demo
  # Jane writes to Pete. Each step does what a member would do, and fails unless it turns out as it must.
  class Play
    JANE_SECRET = "seven herons over the pier"
    PETE_SECRET = "eleven lamps and a ladder"
    WRONG_SECRET = "a secret Pete never chose"
    TITLE = "Surprise party for Anna"
    BODY = "We meet at **the old harbour** on *Friday at eight*.\n\n- bring a cake\n- tell nobody"
    # The editor goes on with a list by itself.
    TYPED = BODY.sub("\n- tell", "\ntell")
    REPLY = "I will bring **two cakes** and the lanterns."

    # What the transcript shows
    attr_reader :forum, :topic, :menu_line, :mail, :title_read, :text_read, :reply_read, :searched

    def initialize(forum)
      @forum = forum
      @browsers = Browsers.new
      @detector = EncryptedMessages::LeakDetector.new
      [JANE_SECRET, PETE_SECRET, WRONG_SECRET, TITLE, REPLY].each { |text| @detector.watch(text) }
      BODY.split(/[*\n-]+/).each { |text| @detector.watch(text.strip) if text.strip.size >= 10 }
    end

    # Returns whether every step held.
    def run
      @detector.start
      steps.each { |what, how| step(what, &how) }
      true
    rescue StandardError, RSpec::Expectations::ExpectationNotMetError => error
      puts "    \e[31m✗ #{error.message}\e[0m",
           *error.backtrace.grep(%r{bin/lib/demo|page_objects}).first(4)
      @browsers.screenshot_all("failed")
      false
    ensure
      @detector.stop
      @browsers.close
    end

    private

    def steps
      {
        "Jane and Pete log in, each in a browser of their own, and enable encrypted messaging" =>
          method(:enable),
        "Jane cannot tick “Encrypt message” while Karl, who has no keys, is among the recipients" =>
          method(:refuse_karl),
        "Jane ticks it for Pete alone, writes a title and a text, and sends" => method(:write),
        "The database holds ciphertext, and one wrapped key for each of the two" =>
          method(:look_into_database),
        "Pete is notified on the site and by mail, without title or text" => method(:notify),
        "Pete opens it from the notification and reads it" => method(:read),
        "Pete replies, and Jane reads the reply" => method(:reply),
        "Pete's new phone asks for his secret, refuses a wrong one, and opens with the right one" =>
          method(:unlock_new_device),
        "Nothing they wrote, and no secret, is in anything that was sent or stored" =>
          method(:search),
      }
    end

    def step(what)
      started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      print "  · #{what} … "
      yield
      puts format("\e[32m✓\e[0m %.1f s", Process.clock_gettime(Process::CLOCK_MONOTONIC) - started)
    end

    def enable
      { forum.jane => JANE_SECRET, forum.pete => PETE_SECRET }.each do |member, secret|
        on(member) do
          @browsers.log_in(member)
          preferences.visit(member).enable(secret)
          hold(preferences.has_enabled_status?, "#{member.name} has encrypted messaging enabled")
          @browsers.screenshot("#{member.username}-enabled")
        end
      end
    end

    def refuse_karl
      on(forum.jane) do
        composer.open_new_message(forum.pete, forum.karl).tick
        hold(composer.has_refusal?("karl"), "the refusal names Karl")
        hold(composer.has_unticked_box?, "the box stays unticked")
        @browsers.screenshot("karl-has-no-keys")
      end
    end

    def write
      on(forum.jane) do
        composer.open_new_message(forum.pete).tick.fill(title: TITLE).type(TYPED)
        hold(composer.body.value == BODY, "the text is what she meant")
        hold(composer.has_preview?("tell nobody"), "the preview follows")
        @browsers.screenshot("jane-writes")
        @browsers.screenshot_in_the_dark("jane-writes-in-the-dark")
        composer.submit
        hold(encrypted_topic.has_open_post?(1, "the old harbour"), "Jane sees what she sent")
        hold(encrypted_topic.has_decrypted_title?(TITLE), "with its title")
        @browsers.screenshot("jane-sent")
      end
      @topic = Topic.private_messages.order(:id).last
    end

    def look_into_database
      hold(topic.title == placeholder, "the topic's title is a placeholder")
      hold(topic.first_post.raw.start_with?("encrypted-message:v1:"), "the post is ciphertext")
      hold(topic.first_post.cooked.exclude?("harbour"), "so is what is shown of it")
      hold(
        keys.map(&:user_id).sort == [forum.jane, forum.pete].map(&:id).sort,
        "two keys are there",
      )
    end

    def notify
      @mail = ActionMailer::Base.deliveries.find { |sent| sent.to == [forum.pete.email] }
      hold(mail, "a mail was sent to Pete")
      hold(mail.subject.include?(placeholder), "its subject is the placeholder")
      on(forum.pete) do
        Capybara.current_session.visit("/")
        PageObjects::Components::UserMenu.new.open
        # Pete's browser decrypts the title; what the site stored does not hold it.
        line = ".user-menu li.notification.private-message"
        decrypted = Capybara.current_session.has_css?(line, text: TITLE)
        hold(decrypted, "the notification shows the title on his device")
        @menu_line = Notification.where(user: forum.pete).last.data_hash[:topic_title]
        hold(menu_line == placeholder, "the site's own holds the placeholder")
        @browsers.screenshot("pete-is-notified")
      end
    end

    def read
      on(forum.pete) do
        page = Capybara.current_session
        page.find(".user-menu li.notification.private-message a").click
        hold(encrypted_topic.has_open_post?(1, "the old harbour"), "Pete sees the text")
        hold(encrypted_topic.has_decrypted_title?(TITLE), "and the title")
        hold(page.has_css?("#post_1 strong", text: "the old harbour"), "with its Markdown cooked")
        @title_read = page.find("h1 .fancy-title").text
        @text_read = page.find("#post_1 .encrypted-messages-post").text
        @browsers.screenshot("pete-reads")
      end
    end

    def reply
      on(forum.pete) { encrypted_topic.reply(REPLY) }
      on(forum.jane) do
        hold(
          encrypted_topic.has_open_post?(2, "two cakes"),
          "Jane sees the reply without reloading",
        )
        @reply_read = Capybara.current_session.find("#post_2 .encrypted-messages-post").text
        @browsers.screenshot("jane-reads-the-reply")
        @browsers.screenshot_in_the_dark("jane-reads-in-the-dark")
      end
    end

    def unlock_new_device
      @browsers.on("pete's phone") do
        @browsers.log_in(forum.pete)
        encrypted_topic.visit(topic)
        hold(encrypted_topic.has_locked_post?(1), "the message is locked")
        @browsers.screenshot("new-device-locked")
        modal = encrypted_topic.unlock.submit(WRONG_SECRET)
        hold(modal.has_wrong_secret_error?, "a wrong secret is refused")
        @browsers.screenshot("new-device-wrong-secret")
        modal.submit(PETE_SECRET)
        hold(modal.closed?, "the right one is taken")
        hold(encrypted_topic.has_open_post?(1, "the old harbour"), "the message opens")
        hold(encrypted_topic.has_open_post?(2, "two cakes"), "and so does the reply")
        @browsers.screenshot("new-device-unlocked")
        encrypted_topic.open_reply.fill(body: REPLY)
        @browsers.screenshot("writing-on-a-phone")
      end
    end

    def search
      channels = @detector.channels
      findings = @detector.findings(channels)
      hold(findings.empty?, "leaks: #{findings.join("\n")}")
      @searched = channels.transform_values(&:size)
    end

    def hold(condition, what)
      raise "It does not hold that #{what}" if !condition
    end

    def keys
      EncryptedMessages::ConversationKey.where(topic_id: topic.id).order(:user_id).to_a
    end

    def placeholder
      I18n.t("encrypted_messages.title_placeholder")
    end

    def on(member, &block)
      @browsers.on(member.username, &block)
    end

    def preferences
      PageObjects::Pages::EncryptedMessagesPreferences.new
    end

    def composer
      PageObjects::Components::EncryptedComposer.new
    end

    def encrypted_topic
      PageObjects::Pages::EncryptedTopic.new
    end
  end
end

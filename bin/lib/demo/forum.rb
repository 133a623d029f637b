# frozen_string_literal: true

require_relative "../../../test/host/config/environment"
require_relative "../../../test/host/spec/support/chromium"

module Demo
  # The miniature Discourse, in this process, with a fresh database and three members.
  class Forum
    PASSWORD = "demo-password"
    PORT = 3000

    def start
      create_database
      collect_mails
      SiteSetting.encrypted_messages_enabled = true
      members
      serve
    end

    def url
      "http://localhost:#{Capybara.server_port}"
    end

    def jane = members[0]
    def pete = members[1]
    def karl = members[2]

    def members
      @members ||= [member("jane", "Jane"), member("pete", "Pete"), member("karl", "Karl")]
    end

    # Where mails are written to
    def mails
      ActionMailer::Base.file_settings[:location]
    end

    # Called by Action Mailer.
    def delivered_email(mail)
      ActionMailer::Base.deliveries << mail
    end

    private

    def create_database
      ENV["VERBOSE"] = "false" # or Rails says that it made a database
      ActiveRecord::Tasks::DatabaseTasks.create_current
      migrations =
        ActiveRecord::MigrationContext.new(Rails.application.paths["db/migrate"].existent)
      ActiveRecord::Migration.suppress_messages { migrations.migrate }
      ActiveRecord::Base.descendants.each(&:reset_column_information)
      SiteSetting.refresh!
    end

    # Written to files to be read by hand, and kept in memory as in tests.
    def collect_mails
      folder = Dir.mktmpdir("mails-", Discourse::TMP_DIR)
      at_exit { FileUtils.rm_rf(folder) }
      ActionMailer::Base.file_settings = { location: folder }
      ActionMailer::Base.register_observer(self)
    end

    def member(username, name)
      user =
        User.create!(
          username: username,
          name: name,
          email: "#{username}@example.com",
          password: PASSWORD,
          active: true,
          approved: true,
          trust_level: TrustLevel[2],
        )
      # Pete gets his mail although he was seen just now.
      user.user_option.update!(email_messages_level: UserOption.email_level_types[:always])
      user
    end

    def serve
      Capybara.app = Rails.application
      Capybara.server = :puma, { Silent: true, Threads: "4:16" }
      Capybara.server_host = "localhost"
      Capybara.server_port = free_port
      SiteSetting.force_hostname = Capybara.server_host
      SiteSetting.port = Capybara.server_port
    end

    def free_port
      wanted = ENV.fetch("PORT", PORT).to_i
      TCPServer.new("127.0.0.1", wanted).close
      wanted
    rescue Errno::EADDRINUSE, Errno::EACCES
      server = TCPServer.new("127.0.0.1", 0)
      server.addr[1].tap { server.close }
    end
  end
end

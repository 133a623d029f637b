# frozen_string_literal: true

# The state every example begins with: as in core, costly or noisy parts are off.
module TestSetup
  def self.test_setup
    RateLimiter.disable
    RateLimiter.clear_all!
    SearchIndexer.disable
    NotificationEmailer.disable
    UserActionManager.disable
    SiteSetting.provider.clear
    SiteSetting.refresh!
    I18n.locale = :en
    Jobs.queue.clear
    Jobs.run_later!
    ActionMailer::Base.deliveries.clear
  end
end

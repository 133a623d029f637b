# frozen_string_literal: true

# The JSON texts that the page's `data-preloaded` holds.
class ApplicationLayoutPreloader
  def initialize(guardian)
    @guardian = guardian
  end

  # @return [Hash{String => String}] name → JSON
  def data
    data = {
      "site" =>
        MultiJson.dump(
          SiteSerializer.new(Site.new(@guardian), scope: @guardian, root: false).as_json,
        ),
      "siteSettings" => SiteSetting.client_settings_json,
      "customHTML" => "{}",
      "banner" => "{}",
      "isReadOnly" => "false",
      "activatedThemes" => "{}",
      "topicTrackingStates" => "[]",
      "topicTrackingStateMeta" => "{}",
    }
    data["currentUser"] = current_user if @guardian.authenticated?
    data
  end

  private

  def current_user
    serializer = CurrentUserSerializer.new(@guardian.user, scope: @guardian, root: false)
    MultiJson.dump(serializer.as_json)
  end
end

# frozen_string_literal: true

require "multi_json/adapters/json_gem"

# As core has MultiJson write by Oj in Rails' manner: dates as ISO 8601 above all. Of "2026-11-30 08:00:00 UTC" WebKit makes
# no date.
class RailsJson < MultiJson::Adapters::JsonGem
  def dump(object, _options = {})
    ActiveSupport::JSON.encode(object)
  end
end

MultiJson.use(RailsJson)

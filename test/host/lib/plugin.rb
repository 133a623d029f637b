# frozen_string_literal: true

module Plugin
end

require_relative "plugin/metadata"
require_relative "plugin/filter"
require_relative "plugin/instance"
require_relative "plugin/js_manager"

# frozen_string_literal: true

class PluginStoreRow < ActiveRecord::Base
end

# frozen_string_literal: true

# The host's own specs show what core does with nobody's protection: every plugin is off.
RSpec.configure do |config|
  config.define_derived_metadata(file_path: %r{/test/host/spec/}) do |metadata|
    metadata[:without_plugins] = true
  end

  config.before(:each, :without_plugins) do
    Discourse.plugins.each do |plugin|
      SiteSetting.set(plugin.enabled_site_setting, false) if plugin.enabled_site_setting
    end
  end
end

# Handlers of DiscourseEvent for one example.
module EventListening
  def listen(event, &block)
    DiscourseEvent.on(event, &block)
    listeners << [event, block]
  end

  def listeners
    @listeners ||= []
  end
end

RSpec.configure do |config|
  config.include EventListening, :without_plugins
  config.append_after(:each, :without_plugins) do
    listeners.each { |event, block| DiscourseEvent.off(event, &block) }
  end
end

# frozen_string_literal: true

# What core's rails_helper gives to specs, for those of the host and those of the plugin.
ENV["RAILS_ENV"] ||= "test"

require_relative "../config/environment"
require "rspec/rails"
require "fabrication"

Dir[File.join(__dir__, "support/**/*.rb")].sort.each { |file| require file }
TestDatabase.prepare

Dir[File.join(__dir__, "fabricators/**/*.rb")].sort.each { |file| require file }
%w[
  system/page_objects/**/base.rb
  system/page_objects/**/*_base.rb
  system/page_objects/**/*.rb
].each { |pattern| Dir[File.join(__dir__, pattern)].sort.each { |file| require file } }
Discourse.plugins.each do |plugin|
  %w[plugin_helper.rb fabricators/**/*.rb system/page_objects/**/*.rb].each do |pattern|
    Dir[File.join(plugin.directory, "spec", pattern)].sort.each { |file| require file }
  end
end

RSpec.configure do |config|
  config.extend Prefabrication
  config.include Helpers
  config.include IntegrationHelpers, type: :request

  config.order = "random"
  config.infer_spec_type_from_file_location!
  config.use_transactional_fixtures = true
  config.expect_with(:rspec) { |expectations| expectations.syntax = :expect }
  config.mock_with(:rspec) do |mocks|
    mocks.verify_partial_doubles = true
    mocks.syntax = :expect
  end

  config.before(:suite) do
    User.skip_callback(:create, :after, :ensure_in_trust_level_group)
    SiteSetting.provider = SiteSettings::LocalProcessProvider.new
  end

  config.before(:each) { TestSetup.test_setup }

  config.around(:each) do |example|
    before = DiscourseEvent.events.values.sum(&:count)
    example.run
    after = DiscourseEvent.events.values.sum(&:count)
    raise "the example left handlers of DiscourseEvent behind" if before != after
  end
end

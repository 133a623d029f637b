# frozen_string_literal: true

# See bin/screenshots. Needs a PostgreSQL server, as bin/lib/with-postgres gives.

require "erb"
require "fileutils"

# The walk of the system specs, once in each language, and a page of its pictures.
class Screenshots
  FOLDER = File.expand_path("../../tmp/screenshots", __dir__)
  LANGUAGES = %w[en de].freeze
  MODES = %w[light dark contrast].freeze
  DEVICES = %w[desktop phone].freeze
  WALK = %w[bundle exec rspec spec/system/walk_spec.rb].freeze

  # @return [Boolean] whether every step of every walk held
  def run
    FileUtils.rm_rf(FOLDER)
    FileUtils.mkdir_p(FOLDER)
    puts "Walking in #{LANGUAGES.size} languages at a time; this takes some minutes."
    walks = LANGUAGES.to_h { |language| [language, start(language)] }
    failed = walks.reject { |_, pid| Process.wait2(pid).last.success? }.keys
    write_page
    failed.each { |language| puts File.read(log(language)), "The walk in “#{language}” failed." }
    puts "#{Dir["#{FOLDER}/*/*.png"].size} pictures, side by side: #{FOLDER}/index.html"
    failed.empty?
  end

  private

  # A process and a database for each, as the members' languages are the site's.
  def start(language)
    environment = {
      "RAILS_ENV" => "test",
      "HOST_DB_SUFFIX" => "_screenshots_#{language}",
      "SCREENSHOTS" => FOLDER,
      "SCREENSHOTS_LANGUAGE" => language,
      "CAPYBARA_DEFAULT_MAX_WAIT_TIME" => "20",
    }
    Process.spawn(environment, *WALK, %i[out err] => log(language))
  end

  def log(language)
    File.join(FOLDER, "#{language}.log")
  end

  def write_page
    File.write(File.join(FOLDER, "index.html"), ERB.new(PAGE, trim_mode: "-").result(binding))
  end

  # @return [Array<String>] "1-01-preferences", in the order of the walk
  def screens
    Dir["#{FOLDER}/*/*.png"].map { |path| File.basename(path)[/[^.]+/] }.uniq.sort
  end

  def columns
    DEVICES
      .product(LANGUAGES, MODES)
      .map { |device, language, mode| [device, "#{language}-#{mode}"] }
  end

  PAGE = <<~HTML
    <!doctype html>
    <meta charset="utf-8">
    <title>The walk through encrypted messages</title>
    <style>
      body { font: 14px sans-serif; background: #888; }
      section { display: flex; gap: 8px; overflow-x: auto; }
      figure { margin: 0; }
      img { display: block; height: 480px; }
      h2 { position: sticky; left: 0; }
    </style>
    <% screens.each do |screen| -%>
    <h2><%= screen %></h2>
    <section>
    <% columns.each do |device, variant| -%>
    <%- path = "\#{device}/\#{screen}.\#{variant}.png" -%>
    <%- next if !File.exist?(File.join(FOLDER, path)) -%>
      <figure>
        <figcaption><%= device %>, <%= variant %></figcaption>
        <a href="<%= path %>"><img src="<%= path %>" alt="" loading="lazy"></a>
      </figure>
    <% end -%>
    </section>
    <% end -%>
  HTML
end

exit Screenshots.new.run

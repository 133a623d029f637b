# frozen_string_literal: true

# A site that lies to the honest program: in front of every answer, and on the message bus. What lies in the tables an
# example changes itself, by ActiveRecord or SQL.
#
#   site.lies("/encrypted-messages/identities.json") { |answer| answer["identities"].clear }
#   site.lies_about(topic, to: pete) { |answer| answer.delete("is_encrypted") }
#   site.lies_on_bus("/topic/12") { |message| nil }
class LyingSite
  # Addresses are of answers, or names of what a page brings along; `*` stands for anything.
  Lie =
    Struct.new(:addresses, :member, :change, :is_told) do
      def about?(address)
        addresses.any? { |pattern| File.fnmatch?(pattern, address) }
      end

      def tell(answer)
        self.is_told = true
        change.call(answer)
      end
    end

  class << self
    # The one of the running example, if there is one.
    attr_accessor :current

    # Once, before Capybara starts its server.
    def install
      Capybara.app = InFront.new(Capybara.app || Rails.application)
      MessageBus.singleton_class.prepend(OnBus)
    end
  end

  def initialize
    @lies = []
    @bus_lies = []
    @headers = {}
  end

  # @param to [User] to whom alone
  # @yield [Hash, Array] each answer of JSON from these addresses, which the block alters in place
  def lies(*addresses, to: nil, &change)
    @lies += [Lie.new(addresses, to, change)]
  end

  # Whichever way the topic comes to a page: with it, when it is asked for, or when more of its posts are.
  #
  # @yield [Hash] with "post_stream", and mostly with what is said of the topic besides
  def lies_about(topic, to: nil)
    addresses = %W[topic_#{topic.id} /t/#{topic.id}.json /t/*/#{topic.id}.json /t/#{topic.id}/*]
    lies(*addresses, to:) { |answer| yield answer if answer["post_stream"] }
  end

  # Shows a member's address book in another state, by the page and where it is asked for.
  #
  # @param book [Hash] `version` and `parts`, as the site would answer
  def shows_address_book(book, to:)
    lies("currentUser", to:) do |user|
      user["encrypted_messages_address_book"] = book.fetch("version")
    end
    lies("/encrypted-messages/address-book.json", to:) { |answer| answer.replace(book) }
  end

  # @yield [Hash] what pages are to be told, for which they are told what the block gives; nil: nothing
  def lies_on_bus(channel, &change)
    @bus_lies += [Lie.new([channel], nil, change)]
  end

  # @param headers [Hash{Symbol => String, nil}] with each answer; nil: core's own is left out
  def sends(**headers)
    @headers.update(headers.transform_keys { |name| name.to_s.tr("_", "-") })
  end

  # Lies that nobody was told show nothing.
  def untold
    (@lies + @bus_lies).reject(&:is_told).flat_map(&:addresses)
  end

  # @return [String] JSON
  def alter(address, json, env)
    lies =
      @lies.select { |lie| lie.about?(address) && (lie.member.nil? || lie.member == member(env)) }
    return json if lies.empty?

    answer = JSON.parse(json)
    lies.each { |lie| lie.tell(answer) }
    JSON.generate(answer)
  end

  def on_bus(channel, message)
    lies = @bus_lies.select { |lie| lie.about?(channel) }
    lies.reduce(message.as_json) { |told, lie| told && lie.tell(told) }
  end

  # @param headers [Hash] core's
  def headers(headers)
    # the browser is to ask again, and to take what is longer than it was
    dropped = %w[content-length etag last-modified] + @headers.keys
    headers.reject { |name, _| dropped.include?(name.downcase) }.merge(@headers.compact)
  end

  private

  # Once the site has answered: before, the request knows no keys to read its cookies with.
  def member(env)
    CurrentUser.lookup_from_env(env)
  end

  # Rack middleware.
  class InFront
    def initialize(app)
      @app = app
    end

    def call(env)
      site = LyingSite.current
      path = env["PATH_INFO"]
      answer = @app.call(env)
      return answer if site.nil? || !answer.last.respond_to?(:each)

      status, headers, body = answer
      case headers.find { |name, _| name.casecmp?("content-type") }&.last
      when /json/
        [status, site.headers(headers), [site.alter(path, whole(body), env)]]
      when /html/
        [
          status,
          site.headers(headers),
          [page(whole(body)) { |name, json| site.alter(name, json, env) }],
        ]
      else
        answer
      end
    end

    private

    def whole(body)
      text = +""
      body.each { |part| text << part }
      body.close if body.respond_to?(:close)
      text
    end

    # What a page brings along is JSON in JSON: in an attribute, or in newer versions of core as a script's text.
    def page(html)
      document = Nokogiri.HTML5(html)
      element = document.at_css("#data-preloaded")
      return html if element.nil?

      in_attribute = element.key?("data-preloaded")
      brought = JSON.parse(in_attribute ? element["data-preloaded"] : element.text)
      told = brought.to_h { |name, json| [name, yield(name, json)] }
      return html if told == brought

      json = JSON.generate(told)
      if in_attribute
        element["data-preloaded"] = json
      else
        element.content = ERB::Util.json_escape(json)
      end
      document.to_html
    end
  end

  # Prepended to MessageBus.
  module OnBus
    def publish(channel, data, *rest, **options)
      return super if LyingSite.current.nil?
      told = LyingSite.current.on_bus(channel, data)
      super(channel, told, *rest, **options) if told
    end
  end
end

RSpec.shared_context "with a lying site" do
  let(:site) { LyingSite.new }

  before { LyingSite.current = site }

  # That nothing has run, on a page where it could have.
  def expect_no_script_to_have_run
    page.execute_script(<<~JS)
      const script = document.createElement("script");
      script.textContent = "window.couldRun = true";
      document.head.append(script);
    JS
    expect(page.evaluate_script("[window.couldRun, window.hasRun]")).to eq([true, nil])
  end

  after do
    expect(site.untold).to be_empty
  ensure
    LyingSite.current = nil
  end
end

RSpec.configure { |config| config.before(:suite) { LyingSite.install } }

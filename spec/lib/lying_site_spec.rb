# frozen_string_literal: true

# The lying site itself: each way in which an answer reaches a page is one that it lies on.
RSpec.describe LyingSite do
  include_context "with a lying site"

  let(:truth) { { "name" => "jane" }.to_json }

  # What a browser gets where the site would answer so.
  def answered(type, text, path: "/t/12.json", headers: {}, member: nil)
    app = ->(_env) { [200, { "Content-Type" => type, "ETag" => "1", **headers }, [text]] }
    _status, headers, body =
      LyingSite::InFront.new(app).call(
        { "PATH_INFO" => path, Auth::DefaultCurrentUserProvider::CURRENT_USER_KEY => member },
      )
    [headers, body.to_a.join]
  end

  def brought(html)
    page = Nokogiri.HTML5(html).at_css("#data-preloaded")
    JSON.parse(JSON.parse(page["data-preloaded"] || page.text).fetch("topic_12"))
  end

  it "alters answers of JSON at its addresses, and no others" do
    site.lies("/t/*.json") { |answer| answer["name"] = "mary" }
    headers, text = answered("application/json; charset=utf-8", truth)

    expect(JSON.parse(text)).to eq("name" => "mary")
    expect(headers.keys).to contain_exactly("Content-Type")
    expect(answered("application/json", truth, path: "/u/jane.json").last).to eq(truth)
    expect(answered("text/plain", truth).last).to eq(truth)
  end

  it "alters what a page brings along, in an attribute or in a script" do
    site.lies("topic_12") { |answer| answer["name"] = "</script>" }
    data = { topic_12: truth, other: "{}" }.to_json
    pages = [
      "<div id='data-preloaded' data-preloaded=\"#{ERB::Util.html_escape(data)}\"></div>",
      "<script type='application/json' id='data-preloaded'>#{ERB::Util.json_escape(data)}</script>",
    ]

    pages.each do |page|
      expect(brought(answered("text/html", page).last)).to eq("name" => "</script>")
    end
    expect(answered("text/html", "<p>No page</p>").last).to eq("<p>No page</p>")
  end

  it "lies to one member alone where it is told to" do
    jane, pete = Fabricate.times(2, :user)
    site.lies("/t/12.json", to: pete) { |answer| answer["name"] = "mary" }

    expect(answered("application/json", truth, member: jane).last).to eq(truth)
    expect(answered("application/json", truth, member: pete).last).to include("mary")
  end

  it "sends other headers, and leaves out core's" do
    site.sends(content_security_policy: nil, clear_site_data: '"storage"')
    headers, = answered("text/html", "", headers: { "Content-Security-Policy" => "a" })

    expect(headers).to eq("Content-Type" => "text/html", "clear-site-data" => '"storage"')
  end

  it "alters and withholds what is told to open pages" do
    site.lies_on_bus("/told") { |message| message.merge("name" => "mary") }
    site.lies_on_bus("/withheld") { nil }
    told =
      MessageBus.track_publish do
        %w[/told /withheld /other].each do |channel|
          MessageBus.publish(channel, { "name" => "jane" })
        end
      end

    expect(told.to_h { |message| [message.channel, message.data["name"]] }).to eq(
      "/told" => "mary",
      "/other" => "jane",
    )
  end

  it "knows which lies nobody was told" do
    site.lies("/t/12.json") {}
    expect(site.untold).to eq(["/t/12.json"])
    answered("application/json", truth)
    expect(site.untold).to be_empty
  end
end

# frozen_string_literal: true

RSpec.describe EncryptedMessages::AdminReportController do
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:moderator) { Fabricate(:moderator, refresh_auto_groups: true) }
  fab!(:jane) { Fabricate(:user, username: "jane_writes", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete_reads", refresh_auto_groups: true) }

  before { enable_current_plugin }

  def fetch_report
    get "/encrypted-messages/admin/report.json"
    response
  end

  it "is for administrators alone (R13)" do
    expect(fetch_report.status).to eq(403)
    [jane, moderator].each do |user|
      sign_in(user)
      expect(fetch_report.status).to eq(403)
      expect(response.body).not_to include("counts")
    end
  end

  it "has a page that can be visited and reloaded (R13)" do
    page = "/admin/plugins/discourse-encrypted-messages/report"
    expect(Rails.application.routes.recognize_path(page)).to include(
      controller: "encrypted_messages/admin_report",
    )

    sign_in(admin)
    get page
    expect(response.status).to eq(200)
    expect(response.media_type).to eq("text/html")
  end

  it "does not exist while the plugin is off" do
    SiteSetting.encrypted_messages_enabled = false
    sign_in(admin)
    expect(fetch_report.status).to eq(404)
  end

  it "counts, and names no member and no message (R13, R22)" do
    enable_encrypted_messages_for(jane, pete)
    topic = start_conversation(jane, pete).topic
    reply_to(topic, pete)

    sign_in(admin)
    report = fetch_report.parsed_body
    expect(report["counts"]).to eq("members" => 2, "conversations" => 1, "posts" => 2)
    expect(report["time"]).to be_within(60_000).of(Time.now.to_f * 1000)
    [jane.username, pete.username, topic.encrypted_title, topic.slug].each do |text|
      expect(response.body).not_to include(text)
    end
  end

  it "does not count what is many, but gives PostgreSQL's estimate" do
    stub_const("EncryptedMessages::SiteReport::MOST_COUNTED", 1)
    enable_encrypted_messages_for(jane, pete)
    topic = start_conversation(jane, pete).topic
    2.times { reply_to(topic, pete) }
    DB.exec("ANALYZE encrypted_posts")

    sign_in(admin)
    queries = track_sql_queries { fetch_report }
    expect(response.parsed_body["counts"]).to include("conversations" => 1, "posts" => 3)
    expect(queries.grep(/COUNT\(.* FROM "encrypted_posts"/)).to be_empty
  end

  it "holds every check, with a text for each verdict (R15)" do
    sign_in(admin)
    checks = fetch_report.parsed_body["checks"]
    expect(checks.map { |check| check["id"] }).to eq(EncryptedMessages::SiteChecks::IDS.map(&:to_s))
    expect(checks.map { |check| check["verdict"] } - %w[fine warning problem]).to be_empty
  end

  it "answers over plain HTTP too, and to administrators who may not write (R14)" do
    SiteSetting.encrypted_messages_allowed_groups = Group::AUTO_GROUPS[:trust_level_4].to_s
    leave_secure_context
    sign_in(admin)
    https = fetch_report.parsed_body["checks"].find { |check| check["id"] == "https" }
    expect(https).to include("verdict" => "problem", "reason" => "missing")
  end

  it "tells members the names of what could read along, and nobody else (R15)" do
    theme = Fabricate(:theme, name: "Nosy theme", user_selectable: true)
    theme.set_field(target: :extra_js, type: :js, name: "x.js", value: "composerBeforeSave()")
    theme.save!

    readers = ->(user) do
      guardian = Guardian.new(user)
      SiteSerializer.new(Site.new(guardian), scope: guardian, root: false).as_json[
        :encrypted_messages_plaintext_readers
      ]
    end
    expect(readers.call(jane)).to eq(["Nosy theme"])
    expect(readers.call(nil)).to be_nil
  end
end

# frozen_string_literal: true

RSpec.describe EncryptedMessages::IdentitiesController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/identities.json" }

  before do
    enable_current_plugin
    host! "test.localhost"
    enable_encrypted_messages_for(jane, pete)
  end

  def card(user)
    EncryptedMessages::Identity.new(user).stored[:card]
  end

  def identity(user)
    { "user_id" => user.id, "username" => user.username, "card" => card(user) }
  end

  it "needs a login" do
    get path, params: { usernames: [pete.username] }
    expect(response.status).to eq(403)
    expect(response.body).not_to include(card(pete))
  end

  it "is not there when the plugin is off" do
    sign_in(jane)
    SiteSetting.encrypted_messages_enabled = false
    get path, params: { usernames: [pete.username] }
    expect(response.status).to eq(404)
  end

  it "needs an allowed group and a secure context" do
    sign_in(jane)
    SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
    get path, params: { usernames: [pete.username] }
    expect(response.status).to eq(403)

    SiteSetting.encrypted_messages_allowed_groups = Group::AUTO_GROUPS[:trust_level_0].to_s
    leave_secure_context
    sign_in(jane)
    get path, params: { usernames: [pete.username] }
    expect(response.status).to eq(403)
    expect(response.parsed_body["errors"]).to eq(
      [I18n.t("encrypted_messages.errors.insecure_context")],
    )
  end

  it "names nobody to encrypt for who may not use encrypted messages, but verifies what they wrote (H23, R2)" do
    allowed = Fabricate(:group)
    allowed.add(jane)
    SiteSetting.encrypted_messages_allowed_groups = allowed.id.to_s
    sign_in(jane)

    get path, params: { usernames: [pete.username, jane.username] }
    expect(response.parsed_body).to eq(
      "identities" => [identity(jane)],
      "missing" => [pete.username],
    )
    get path, params: { user_ids: [pete.id] }
    expect(response.parsed_body["identities"]).to eq([identity(pete)])
  end

  it "gives anyone's card to every member, and never a backup (R18)" do
    [jane, mary, admin].each do |viewer|
      sign_in(viewer)
      get path, params: { usernames: [pete.username.upcase, jane.username] }
      expect(response.parsed_body).to eq(
        "identities" => [identity(jane), identity(pete)],
        "missing" => [],
      )
    end
  end

  it "gives earlier cards beside the current one, to verify what was signed before (R18)" do
    first = card(pete)
    reset_encryption(pete)
    second = card(pete)
    reset_encryption(pete)
    sign_in(jane)
    get path, params: { user_ids: [pete.id, jane.id] }

    expect(response.parsed_body["identities"]).to contain_exactly(
      identity(jane),
      identity(pete).merge("earlier_cards" => [second, first]),
    )
  end

  it "says whose card has been retired: it verifies what was signed, and nothing is encrypted for it (R23)" do
    before = card(pete)
    EncryptedMessages::Identity.retire(pete)
    sign_in(jane)
    get path, params: { user_ids: [pete.id, jane.id] }

    expect(response.parsed_body["identities"]).to contain_exactly(
      identity(jane),
      { "user_id" => pete.id, "username" => pete.username, "retired" => true, "card" => before },
    )
  end

  it "does not tell those without a card from those who do not exist" do
    sign_in(jane)
    get path, params: { usernames: [mary.username, "nobody_here", pete.username] }
    expect(response.parsed_body).to eq(
      "identities" => [identity(pete)],
      "missing" => [mary.username, "nobody_here"],
    )
  end

  it "looks up by id" do
    sign_in(jane)
    get path, params: { user_ids: [pete.id, mary.id, 999_999_999] }
    expect(response.parsed_body).to eq(
      "identities" => [identity(pete)],
      "missing" => [mary.id, 999_999_999],
    )
  end

  it "does one look-up for twenty people" do
    people = Fabricate.times(18, :user)
    enable_encrypted_messages_for(*people)
    sign_in(jane)
    get path, params: { user_ids: [mary.id] } # core looks things up at the first request
    few = track_sql_queries { get path, params: { user_ids: [pete.id] } }
    many = track_sql_queries { get path, params: { user_ids: people.map(&:id) } }
    expect(response.parsed_body["identities"].size).to eq(18)
    expect(many.size).to eq(few.size)
  end

  it "refuses too many, none, and what is no name or id" do
    sign_in(jane)
    [
      {},
      { usernames: [] },
      { usernames: "pete" },
      { usernames: Array.new(51) { |index| "user#{index}" } },
      { usernames: ["x" * 61] },
      { usernames: ["pete\0"] },
      { usernames: [{ name: "pete" }] },
      { user_ids: ["1 OR 1=1"] },
      { user_ids: ["-1"] },
      { user_ids: ["99999999999999999999"] },
      { user_ids: (1..51).to_a },
    ].each do |params|
      get path, params: params
      expect(response.status).to eq(400), params.inspect
    end
  end

  it "is limited" do
    RateLimiter.enable
    sign_in(jane)
    described_class::LOOK_UPS_PER_MINUTE.times { get path, params: { user_ids: [pete.id] } }
    expect(response.status).to eq(200)
    get path, params: { user_ids: [pete.id] }
    expect(response.status).to eq(429)
  end
end

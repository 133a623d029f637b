# frozen_string_literal: true

RSpec.describe SessionController do
  fab!(:user)

  def log_in(password)
    post "/session.json", params: { login: user.username, password: password }
  end

  it "logs in with the password alone, and out again" do
    log_in("not this one")
    expect(response.parsed_body["error"]).to be_present
    get "/session/current.json"
    expect(response.status).to eq(404)

    log_in("myawesomepassword")
    get "/session/current.json"
    expect(response.parsed_body["current_user"]["username"]).to eq(user.username)

    delete "/session/#{user.username}.json"
    get "/session/current.json"
    expect(response.status).to eq(404)
  end

  describe "forged requests" do
    around do |example|
      ActionController::Base.allow_forgery_protection = true
      example.run
    ensure
      ActionController::Base.allow_forgery_protection = false
    end

    before { sign_in(user) }

    it "are refused without the token" do
      post "/drafts.json", params: { draft_key: "x", sequence: 0, data: "{}" }
      expect(response.status).to eq(403)
      expect(response.body).to eq('["BAD CSRF"]')
    end

    it "are none with it" do
      get "/session/csrf.json"
      headers = { "X-CSRF-Token" => response.parsed_body["csrf"] }
      post "/drafts.json", params: { draft_key: "x", sequence: 0, data: "{}" }, headers: headers
      expect(response.status).to eq(200)
    end
  end

  it "takes an API key instead" do
    key = ApiKey.create!(created_by: Fabricate(:admin))
    get "/drafts.json", headers: { "Api-Key" => key.key, "Api-Username" => user.username }
    expect(response.status).to eq(200)
    get "/drafts.json", headers: { "Api-Key" => "0" * 64, "Api-Username" => user.username }
    expect(response.status).to eq(403)
  end
end

# frozen_string_literal: true

RSpec.describe UsersController do
  fab!(:user)

  it "tells members their own mail addresses, and staff anybody's" do
    get "/u/#{user.username}/emails.json"
    expect(response.status).to eq(403)
    sign_in(Fabricate(:user))
    get "/u/#{user.username}/emails.json"
    expect(response.status).to eq(403)

    [user, Fabricate(:admin)].each do |reader|
      sign_in(reader)
      get "/u/#{user.username}/emails.json"
      expect(response.parsed_body).to include("email" => user.email, "secondary_emails" => [])
    end
  end
end

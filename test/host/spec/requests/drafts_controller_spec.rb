# frozen_string_literal: true

RSpec.describe DraftsController do
  fab!(:user)

  before { sign_in(user) }

  let(:key) { Draft::NEW_PRIVATE_MESSAGE }

  def save(data, sequence: 0, **more)
    post "/drafts.json", params: { draft_key: key, sequence: sequence, data: data.to_json, **more }
  end

  it "stores what is typed, in the clear" do
    save({ reply: "Meet me at the usual place", title: "A meeting of two" })
    expect(response.parsed_body["draft_sequence"]).to eq(0)
    expect(Draft.last.data).to include("Meet me at the usual place", "A meeting of two")

    get "/drafts.json"
    expect(response.parsed_body["drafts"].first["excerpt"]).to include("Meet me")
    get "/drafts/#{key}.json"
    expect(JSON.parse(response.parsed_body["draft"])["reply"]).to eq("Meet me at the usual place")
  end

  it "stores what the beacon of a closing page sends" do
    body = URI.encode_www_form(draft_key: key, sequence: 0, data: { reply: "Wait, I" }.to_json)
    post "/drafts.json",
         params: body,
         headers: {
           "CONTENT_TYPE" => "application/x-www-form-urlencoded",
         }
    expect(Draft.last.parsed_data["reply"]).to eq("Wait, I")
  end

  it "overwrites the row with each save" do
    save({ reply: "Meet me at the usual place" })
    save({ reply: "Something harmless" })
    expect(response.parsed_body["draft_sequence"]).to eq(1)
    expect(Draft.pluck(:data).join).not_to include("usual place")
  end

  it "refuses a second window, unless forced" do
    save({ reply: "one" })
    save({ reply: "two" })
    save({ reply: "three" }, sequence: 0)
    expect(response.status).to eq(409)
    save({ reply: "three" }, sequence: 0, force_save: true)
    expect(response.status).to eq(200)
  end

  it "tells of a conflict by comparing the text that was edited" do
    edited = Fabricate(:post, user: user, raw: "Hello world, as it is now")
    data = { action: "edit", postId: edited.id, reply: "Mine" }
    save(data.merge(original_text: edited.raw))
    expect(response.parsed_body).not_to include("conflict_user")
    save(data.merge(original_text: "Hello world, as it was"))
    expect(response.parsed_body["conflict_user"]).to be_present
  end

  it "refuses what is too long or no JSON" do
    save({ reply: "x" * SiteSetting.max_draft_length })
    expect(response.status).to eq(400)
    post "/drafts.json", params: { draft_key: key, sequence: 0, data: "{" }
    expect(response.status).to eq(400)
  end

  it "deletes" do
    save({ reply: "Meet me" })
    delete "/drafts/#{key}.json", params: { sequence: 0 }
    expect(Draft.count).to eq(0)
  end
end

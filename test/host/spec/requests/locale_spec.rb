# frozen_string_literal: true

describe "The language of a page" do
  fab!(:user)

  def page_for(user)
    sign_in(user)
    get "/"
    Nokogiri.HTML5(response.body)
  end

  def main_bundle(page)
    get page.at_css("script[src^='/extra-locales/'][src$='/main.js']")["src"]
    JSON.parse(response.body[/= (\{.*\});/m, 1])
  end

  it "is the site's, as long as members may not choose" do
    SiteSetting.default_locale = "de"
    user.update!(locale: "he")
    page = page_for(user)

    expect(page.at_css("html")["lang"]).to eq("de")
    expect(page.at_css("html")["class"]).not_to include("rtl")
  end

  it "is the member's own where they may choose, with what it lacks in English" do
    SiteSetting.allow_user_locale = true
    user.update!(locale: "de")
    page = page_for(user)

    expect(page.at_css("html")["lang"]).to eq("de")
    data = main_bundle(page)
    expect(data["locale"]).to eq("de")
    expect(data["translations"].keys).to eq(%w[de en])
  end

  it "turns the page and its styles round for languages written from right to left" do
    SiteSetting.default_locale = "ar"
    page = page_for(user)

    expect(page.at_css("html")["class"]).to include("rtl")
    stylesheets = page.css("link[rel=stylesheet]").map { |link| link["href"] }
    expect(stylesheets).to all(match(/_rtl\.css\?\d+\z/))
  end

  it "does not serve bundles that do not exist" do
    get "/extra-locales/#{"0" * 40}/xx/main.js"
    expect(response.status).to eq(404)
    get "/extra-locales/#{"0" * 40}/en/other.js"
    expect(response.status).to eq(404)
  end

  it "brings the texts of the admin area to staff alone" do
    expect(page_for(user).css("script[src$='/admin.js']")).to be_empty
    admin = page_for(Fabricate(:admin)).at_css("script[src$='/admin.js']")
    get admin["src"]
    expect(response.status).to eq(200)
    expect(response.body).to include("extras")
  end
end

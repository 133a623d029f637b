# frozen_string_literal: true

# Core links a plugin's `public` folder into its own, and its nginx has browsers keep what is in it for a year.
RSpec.describe "What a plugin serves itself" do
  it "is its public folder, and nothing beside it" do
    plugin = Discourse.plugins.first
    file = Dir["#{plugin.directory}/public/**/*.js"].first
    path = file.delete_prefix("#{plugin.directory}/public/")

    get "/plugins/#{plugin.name}/#{path}"
    expect(response.body).to eq(File.read(file))
    expect(response.headers["Cache-Control"]).to include("max-age=31556952", "immutable")
    get "/plugins/#{plugin.name}/../plugin.rb"
    expect(response.body).not_to include("# frozen_string_literal")
    get "/plugins/#{plugin.name}/%2e%2e/plugin.rb"
    expect(response.body).not_to include("# frozen_string_literal")
  end
end

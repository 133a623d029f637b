# frozen_string_literal: true

RSpec.describe PrettyText do
  fab!(:user)

  it "cooks Markdown and drops what could run" do
    html = described_class.cook("**bold** <script>alert(1)</script> <b onclick='x()'>b</b>")
    expect(html).to include("<strong>bold</strong>")
    expect(html).not_to match(/script|onclick/)
  end

  it "links those mentioned who exist, which takes a look into the database" do
    html = described_class.cook("@#{user.username} and @nobody-there")
    expect(html).to include(%(href="/u/#{user.username_lower}"))
    expect(html).to include(%(<span class="mention">@nobody-there</span>))
  end

  it "marks bare addresses for a look-up of their titles" do
    html = described_class.cook("https://example.com/page")
    expect(html).to include('class="onebox"', 'rel="noopener nofollow ugc"')
    expect(described_class.cook("see https://example.com/page")).to include("inline-onebox-loading")
  end

  it "makes excerpts without markup, cut at a length" do
    expect(described_class.excerpt("<p>one <b>two</b></p>", 100)).to eq("one two")
    expect(described_class.excerpt("<p>a &lt; b</p>", 3)).to eq("a &lt;…")
    expect(described_class.excerpt("<p>a &lt; b</p>", 3, text_entities: true)).to eq("a <…")
  end
end

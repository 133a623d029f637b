# frozen_string_literal: true

# Attacks of docs/security.md by what a member writes, on a site that sends no Content Security Policy: nothing but the
# program itself stands in their way.
describe "A hostile text" do
  include_context "with encrypted members"
  include_context "with a lying site"

  let(:word) { marker }
  # What asks the network for anything of these is found by the leak detector, too: the marker is in it.
  let(:elsewhere) { "https://elsewhere.example/#{word}" }
  let(:script) { "window.hasRun = 1" }
  let(:texts) { <<~MARKDOWN }
      #{word}

      <script>#{script}</script><script src="#{elsewhere}.js"></script>
      <img src="x" onerror="#{script}"> <img srcset="#{elsewhere}.png 2x"> <svg onload="#{script}"><image href="#{elsewhere}.svg"/></svg>
      <iframe src="javascript:parent.#{script}"></iframe> <iframe srcdoc="<script>parent.#{script}</script>"></iframe>
      <details open ontoggle="#{script}">a</details> <input autofocus onfocus="#{script}"> <video autoplay src="#{elsewhere}.mp4"></video>
      <style>@import url(#{elsewhere}.css); body { background: url(#{elsewhere}.png) }</style> <link rel="stylesheet" href="#{elsewhere}.css">
      <div style="background: url(#{elsewhere}-style.png)">a</div> <base href="#{elsewhere}/"> <meta http-equiv="refresh" content="0;url=#{elsewhere}">
      <form action="#{elsewhere}"><button autofocus>a</button></form> <object data="#{elsewhere}"></object> <embed src="#{elsewhere}">
      <a href="javascript:#{script}" id="post_1" class="btn" data-ember-action="1">a</a> [b](javascript:#{script})

      ![picture](#{elsewhere}.png) ![upload](upload://abcdefghijklmnopqrstuvwxyz.png)

      #{elsewhere}

      [quote="pete\\"><script>#{script}</script>, post:1, topic:1"]
      a
      [/quote]
    MARKDOWN
  let(:hostile_title) { "<img src=x onerror='#{script}'> <script>#{script}</script> #{word}" }

  before do
    SiteSetting.editing_grace_period = 0
    give_keys(jane, pete)
    site.sends(content_security_policy: nil)
  end

  def expect_nothing_to_have_run
    expect_no_script_to_have_run
    expect(page.evaluate_script("document.baseURI")).to start_with(page.server_url)
  end

  def expect_nothing_to_be_fetched
    expect(leak_detector.browser.texts["browser: requests"].grep(/elsewhere\.example/)).to be_empty
  end

  it "runs nothing and fetches nothing in a post, a title, a notice or a list, without a policy" do
    topic = start_encrypted(from: jane, to: pete, title: hostile_title, body: texts)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_decrypted_title(hostile_title)
      expect_nothing_to_have_run
      expect(page).to have_css(
        "#post_1 .encrypted-messages-post img[src^=x], #post_1 .encrypted-messages-post a",
        minimum: 1,
      )

      PageObjects::Components::UserMenu.new.open
      expect(page).to have_css(".user-menu .notification", text: word)
      expect_nothing_to_have_run
      page.visit("/u/#{pete.username}/messages")
      expect(page).to have_css(".topic-list-item", text: word)
      expect_nothing_to_have_run
    end
    expect_nothing_to_be_fetched
  end

  it "runs nothing and fetches nothing in the preview and in a history, without a policy" do
    topic = start_encrypted(from: jane, to: pete, title: hostile_title, body: "Before, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      edit = encrypted_topic.edit(1)
      edit.paste("#{texts}\n\nafter")
      expect(edit).to have_preview("after")
      expect_nothing_to_have_run
      edit.submit
      expect(encrypted_topic).to have_open_post(1, "after")
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, "after")
      find("#post_1 .post-info.edits .btn").click
      expect(page).to have_css("[data-version=after] ins", text: "script")
      expect_nothing_to_have_run
    end
    expect_nothing_to_be_fetched
  end
end

# frozen_string_literal: true

# What core's style sheets leave of ours: colour, place and size as the browser has them.
describe "The lock of an encrypted message" do
  include_context "with encrypted members"

  let(:title) { "Harbour #{marker}" }
  let(:lock) { ".encrypted-messages-lock" }
  let(:line) { "Quay #{marker}" }
  let(:topic) { start_encrypted(from: jane, to: pete, title:, body: ([line] * 80).join("\n\n")) }

  before do
    give_keys(jane, pete)
    topic
  end

  # @return [Array<String>] what the icon below `selector` is painted in, and the theme's own words for two colours
  def paint(selector)
    page.evaluate_script(<<~JS, selector)
      (() => {
        const colour = (name) => {
          const probe = document.createElement("i");
          probe.style.color = `var(--${name})`;
          document.body.append(probe);
          const { color } = getComputedStyle(probe);
          probe.remove();
          return color;
        };
        const icon = document.querySelector(arguments[0]).querySelector("svg");
        const { fill, display } = getComputedStyle(icon);
        const names = ["success", "primary-medium"].filter((name) => colour(name) === fill);
        return display === "none" ? "hidden" : names[0] ?? fill;
      })()
    JS
  end

  def box(selector)
    page.evaluate_script(<<~JS, selector)
      (({ top, bottom, left, right, height, width }) => ({ top, bottom, left, right, height, width }))(
        document.querySelector(arguments[0]).getBoundingClientRect()
      )
    JS
  end

  # Pixels between the lock and the words after it.
  def gap(lock, words)
    box(words)["left"] - box(lock)["right"]
  end

  it "is green beside what was decrypted, in titles and posts, and keeps its distance (D2, D12)" do
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, line)
      expect(encrypted_topic).to have_decrypted_title(title)
      expect(paint("#topic-title #{lock}")).to eq("success")
      expect(gap("#topic-title #{lock}", "#topic-title .fancy-title bdi")).to be >= 3
      expect(paint("#post_1 .post-infos #{lock}")).to eq("success")
      page.save_screenshot("locks-topic.png") # rubocop:disable Lint/Debugger

      page.execute_script("window.scrollTo(0, document.body.scrollHeight)")
      expect(page).to have_css(".extra-info-wrapper .topic-link", text: title)
      expect(paint(".extra-info-wrapper #{lock}")).to eq("success")
      expect(gap(".extra-info-wrapper #{lock}", ".extra-info-wrapper .topic-link bdi")).to be >= 3
      page.save_screenshot("locks-docked.png") # rubocop:disable Lint/Debugger

      page.visit("/u/#{pete.username}/messages")
      expect(page).to have_css(".topic-list-item .title", text: title)
      expect(paint(".topic-list-item #{lock}")).to eq("success")
      expect(gap(".topic-list-item #{lock}", ".topic-list-item .title bdi")).to be >= 3
      page.save_screenshot("locks-list.png") # rubocop:disable Lint/Debugger
    end
  end

  it "is to be seen in the user menu, among notifications and among bookmarks (D2, D3)" do
    BookmarkManager.new(pete).create_for(
      bookmarkable_id: topic.first_post.id,
      bookmarkable_type: "Post",
    )

    as(pete) do
      page.visit("/u/#{pete.username}/notifications")
      row = ".user-notifications-list .item-description"
      expect(page).to have_css(row, text: title)
      expect(paint("#{row} #{lock}")).to eq("success")
      expect(box("#{row} #{lock} svg")["width"]).to be > 8
      page.save_screenshot("locks-notifications.png") # rubocop:disable Lint/Debugger

      PageObjects::Components::UserMenu.new.open
      row = ".user-menu .notification .item-description"
      expect(page).to have_css(row, text: title)
      expect(paint("#{row} #{lock}")).to eq("success")
      expect(box("#{row} #{lock} svg")["width"]).to be > 8
      page.save_screenshot("locks-menu.png") # rubocop:disable Lint/Debugger

      find("#user-menu-button-bookmarks").click
      row = ".user-menu .bookmark .item-description"
      expect(page).to have_css(row, text: title)
      expect(paint("#{row} #{lock}")).to eq("success")

      page.visit("/u/#{pete.username}/activity/bookmarks")
      expect(page).to have_css(".bookmark-list-item .title", text: title)
      expect(paint(".bookmark-list-item #{lock}")).to eq("success")
    end
  end

  it "is grey beside what is locked, in a box that stands where the text would (D2, D11)" do
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, line)
      @text = box("#post_1 .cooked p")
    end

    as(pete, device: "a device without keys") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      expect(paint("#post_1 .encrypted-messages-locked #{lock}")).to eq("primary-medium")
      expect(paint("#post_1 .post-infos #{lock}")).to eq("primary-medium")
      expect(paint("#topic-title #{lock}")).to eq("primary-medium")
      page.save_screenshot("locks-locked.png") # rubocop:disable Lint/Debugger

      locked = box("#post_1 .encrypted-messages-locked")
      expect(locked["left"]).to be_within(1).of(@text["left"])
      expect(locked["right"]).to be_within(1).of(@text["right"])
      expect(box("#post_1 .topic-body")["right"] - locked["right"]).to be >= 8

      page.visit("/u/#{pete.username}/notifications")
      expect(page).to have_css(".user-notifications-list #{lock}")
      expect(paint(".user-notifications-list #{lock}")).to eq("primary-medium")
    end
  end

  it "leaves the locked box whole on a phone (D11)", mobile: true do
    as(pete, device: "a phone without keys") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      locked = box("#post_1 .encrypted-messages-locked")
      button = box("#post_1 .encrypted-messages-unlock")
      expect(locked["right"]).to be <= page.evaluate_script("innerWidth") - 8
      expect(button["right"]).to be <= locked["right"] - 8
      expect(page.evaluate_script("document.documentElement.scrollWidth <= innerWidth")).to eq(true)
      page.save_screenshot("locks-phone.png") # rubocop:disable Lint/Debugger
    end
  end
end

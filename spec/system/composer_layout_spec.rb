# frozen_string_literal: true

describe "The encrypted composer's layout" do
  include_context "with encrypted members"

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  before { give_keys(jane, pete) }

  # A part of the page as the browser laid it out, in CSS pixels.
  def box(selector)
    page.evaluate_script(<<~JS, selector)
      (({ top, bottom, left, right, height, width }) => ({ top, bottom, left, right, height, width }))(
        document.querySelector(arguments[0]).getBoundingClientRect()
      )
    JS
  end

  def within_view?(selector)
    width, height = page.evaluate_script("[innerWidth, innerHeight]")
    part = box(selector)
    part["left"] >= -1 && part["top"] >= -1 && part["right"] <= width + 1 &&
      part["bottom"] <= height + 1
  end

  def resize(width, height)
    page.driver.with_playwright_page do |playwright_page|
      playwright_page.viewport_size = { width:, height: }
    end
  end

  it "fits a phone, with its keyboard open too, and sends (R12)", mobile: true do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "Boarding at **#{word}**")
      expect(page.evaluate_script("document.documentElement.scrollWidth <= innerWidth")).to eq(true)
      %w[#encrypted-messages-title #encrypted-messages-body .save-or-cancel].each do |part|
        expect(within_view?(part)).to eq(true), part
      end

      composer.toggle_preview
      expect(composer).to have_preview(word)
      expect(page).to have_no_css("#encrypted-messages-body")
      composer.toggle_preview
      expect(page).to have_no_css("#encrypted-messages-preview")

      resize(390, 400) # what the keyboard leaves of the screen
      expect(box("#encrypted-messages-body")["height"]).to be >= 60
      expect(within_view?(".save-or-cancel")).to eq(true)
      composer.body.click
      expect(within_view?("#encrypted-messages-body")).to eq(true)
      expect(box("#encrypted-messages-body")["bottom"]).to be <= box(".save-or-cancel")["top"] + 1

      composer.submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
  end

  it "shows on a small phone why it does not send, below the text (R12, R35)", mobile: true do
    topic = start_encrypted(from: pete, to: jane, title:, body: "Boarding, #{word}")
    as(jane) do
      preferences.visit(jane).reset_encryption("nineteen #{marker} kettles", confirmation: "jane")
    end
    as(pete) do
      encrypted_topic.visit(topic).open_reply.fill(body: "At six, #{word}").submit
      expect(composer).to have_changed_keys("jane")
      try_until_success do
        stop, buttons =
          %w[.encrypted-messages-keys-stop .save-or-cancel].map do |part|
            box("#reply-control #{part}")
          end
        expect(buttons["top"] - stop["top"]).to be >= 100
      end
    end
  end

  it "leaves the toolbar whole on a small phone, whatever is said below the text (R12)",
     mobile: true do
    as(jane) do
      composer.open_new_message(pete).tick
      resize(320, 640)
      composer.fill(title:, body: "#{word}\n[poll]\n* a\n[/poll]\n![x|10x10](upload://abc.png)")
      expect(page).to have_css(".encrypted-messages-unsupported p", count: 2)

      button = box(".encrypted-messages-toolbar .btn")
      text = box("#encrypted-messages-body")
      expect(button["height"]).to be >= 24 # what a finger needs
      expect(text["top"]).to be >= button["bottom"]
      expect(text["height"]).to be >= 40
      expect(text["bottom"]).to be <= box(".encrypted-messages-unsupported")["top"]
      expect(within_view?(".save-or-cancel")).to eq(true)
    end
  end

  it "keeps the text through full screen, and leaves it by Escape (R9, R12)" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title).type("Boarding at #{word}")
      find("#reply-control .toggle-fullscreen").click
      expect(page).to have_css("#reply-control.fullscreen")
      expect(composer).to have_title_text(title)
      expect(composer).to have_body_text("Boarding at #{word}")
      expect(page).to have_css("#reply-control .encrypted-messages-panel .encrypted-messages-lock")
      expect(box("#encrypted-messages-body")["height"]).to be > 400
      expect(within_view?(".save-or-cancel")).to eq(true)

      composer.type(" and again")
      composer.body.send_keys(:escape)
      expect(page).to have_css("#reply-control.open:not(.fullscreen)")
      expect(composer).to have_body_text("Boarding at #{word} and again")

      composer.body.send_keys(:escape)
      expect(page).to have_css("#reply-control.draft")
      composer.reopen
      expect(composer).to have_body_text("Boarding at #{word} and again")

      find("#reply-control .toggle-fullscreen").click
      composer.body.send_keys(%i[control enter])
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "is written with the keyboard alone, with lists, and undone (R12, T7)" do
    as(jane) do
      composer.open_new_message(pete).tick
      find("#encrypted-messages-title").send_keys(title, :tab)
      # one stop for the whole toolbar, then the text
      expect(page).to have_css(".encrypted-messages-toolbar button:focus")
      page.active_element.send_keys(:tab)
      expect(page).to have_css("#encrypted-messages-body:focus")

      keys = ->(letter) { [SystemHelpers::PLATFORM_KEY_MODIFIER, letter] }
      page.active_element.send_keys("* #{word}", :enter, "again")
      expect(composer).to have_body_text("* #{word}\n* again")
      page.active_element.send_keys(keys["a"], word, keys["a"], keys["b"])
      expect(composer).to have_body_text("**#{word}**")
      page.active_element.send_keys(keys["z"])
      expect(composer).to have_body_text(word)
      page.active_element.send_keys(keys["a"], keys["b"])
      page.active_element.send_keys(%i[control enter])
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_1 strong", text: word)
    end
  end
end

# frozen_string_literal: true

describe "The encrypted composer beside core's" do
  include_context "with encrypted members"

  let(:title) { "Ferry #{word}" }
  let(:body) { "Boarding at #{word}" }
  let(:word) { marker }

  let(:recipients) { "#reply-control .users-input .select-kit-header" }
  # core's toolbars, wherever they are, and what else works on its own editor
  let(:core_tools) do
    %w[
      .d-editor-button-bar
      .d-editor-button-bar__wrap
      .mobile-file-upload
      .mobile-preview
      .toggle-preview
      .toggle-toolbar
      .composer-whisper-indicator
    ]
  end

  def width(selector)
    page.evaluate_script(
      "document.querySelector(arguments[0]).getBoundingClientRect().width",
      selector,
    )
  end

  def shown(selectors)
    selectors.select { |selector| page.has_css?("#reply-control #{selector}", wait: 0) }
  end

  [false, true].each do |redesign|
    context "with enable_composer_redesign #{redesign}" do
      before do
        skip "core without it" if !SiteSetting.respond_to?(:enable_composer_redesign=)
        SiteSetting.enable_composer_redesign = redesign
        give_keys(jane, pete)
      end

      def ticking_makes_recipients_no_narrower
        as(jane) do
          composer.open_new_message(pete)
          expect(page).to have_css(recipients)
          before = width(recipients)
          expect(shown(core_tools)).not_to be_empty

          composer.tick
          expect(page).to have_css("#encrypted-messages-body")
          expect(width(recipients)).to be >= before
          expect(width(recipients)).to be_within(24).of(width("#encrypted-messages-title"))
          expect(shown(core_tools)).to be_empty
          expect(page).to have_css(".encrypted-messages-toolbar .btn")

          composer.fill(title:, body:)
          composer.submit
          expect(encrypted_topic).to have_open_post(1, word)
        end
      end

      it "makes the recipients no narrower, and shows none of core's tools (D4, S4)" do
        ticking_makes_recipients_no_narrower
      end

      it "makes them no narrower on a phone, either (D4, S4)", mobile: true do
        ticking_makes_recipients_no_narrower
      end

      it "asks for no reason for an edit, which would be sent as it is (S4)" do
        topic = start_encrypted(from: jane, to: pete, title:, body:)
        as(jane) do
          encrypted_topic.visit(topic)
          expect(encrypted_topic).to have_open_post(1, word)
          encrypted_topic.edit(1)
          expect(page).to have_css("#encrypted-messages-body")

          expect(
            shown(
              %w[
                #edit-reason
                .display-edit-reason
                button.composer-actions-trigger--static
                .composer-actions-trigger--editing
              ],
            ),
          ).to be_empty
        end
      end
    end
  end

  it "offers nothing to send where nothing can be written, or what is there cannot be read (D13)" do
    SiteSetting.encrypted_messages_force = true
    give_keys(jane, secrets: { jane => jane_secret })
    as(pete) do
      composer.open_new_message(jane)
      expect(page).to have_css(".encrypted-messages-closed .btn-primary")
      expect(page).to have_no_css("#reply-control .save-or-cancel .create")
      expect(page).to have_button("Discard")
    end

    as(jane, device: "another of jane's") do
      composer.open_new_message(pete)
      expect(page).to have_css(".encrypted-messages-panel__status .encrypted-messages-unlock")
      expect(page).to have_no_css("#reply-control .save-or-cancel .create")

      composer.unlock(jane_secret)
      expect(composer).to have_panel
      expect(page).to have_css("#reply-control .save-or-cancel .create")
    end
  end
end

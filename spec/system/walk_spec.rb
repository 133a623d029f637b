# frozen_string_literal: true

# All that a member comes to see, in the order in which they do. Each screen is looked at for what would stop them: on a
# desktop and on a phone, in light and dark colours. `bin/screenshots` plays the same for its pictures, in German as well.
describe "The walk through encrypted messages" do
  include_context "with encrypted members"
  include_context "with screens to look at"
  include_context "with a bad connection"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }
  fab!(:anne) { Fabricate(:admin, username: "anne", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }
  let(:text) { "The **#{word}** leaves the old harbour at six.\n\n- bring a cake\ntell nobody" }
  let(:topic) { start_encrypted(from: jane, to: pete, title:, body: text) }
  let(:unlock_modal) { PageObjects::Modals::EncryptedMessagesUnlock.new }

  before do
    SiteSetting.editing_grace_period = 0 # every edit makes a version
    [jane, pete].each { |member| member.update!(trust_level: TrustLevel[2]) }
  end

  def give_all_keys
    give_keys(jane, pete, mary, secrets: { jane => jane_secret, pete => pete_secret })
  end

  # Leaves a dialog by Escape, which gives the focus back to the button that opened it.
  def expect_way_back(button)
    page.active_element.send_keys(:escape)
    expect(page).to have_no_css(".d-modal")
    expect(page).to have_css("#{button}:focus")
  end

  def leave_dialog
    page.active_element.send_keys(:escape)
    expect(page).to have_no_css(".dialog-body")
  end

  [["a desktop", {}], ["a phone", { mobile: true }]].each do |device, metadata|
    describe "on #{device}", :aggregate_failures, **metadata do
      it "enables it, and keeps the secret (R1, R6, R8, R12)", chapter: 1 do
        as(jane) do
          preferences.visit(jane)
          expect(page).to have_css(".encrypted-messages-enable")
          look_at("preferences", to: ".encrypted-messages-preferences")

          modal = preferences.open_modal
          expect(page).to have_css(".encrypted-messages-proposed__secret")
          look_at("proposed-secret")
          modal.submit("harbour", "other")
          expect(modal).to have_error(I18n.t("js.encrypted_messages.enable_modal.mismatch"))
          look_at("own-secret-refused")

          while_waiting_for(%r{/encrypted-messages/identity}) do
            modal.submit(jane_secret, jane_secret)
            expect(page).to have_css(".encrypted-messages-waiting.--working", wait: 60)
            look_at("making-keys", to: ".encrypted-messages-waiting")
          end
          expect(preferences).to have_enabled_status
          look_at("enabled", to: ".encrypted-messages-preferences")

          preferences.visit(jane) # without the toast, which covers what opens below it
          find(".encrypted-messages-change-secret").click
          expect(page).to have_css(".encrypted-messages-proposed__secret")
          look_at("change-secret")
          expect_way_back(".encrypted-messages-change-secret")
          preferences.open_emergency
          look_at("emergency", to: ".encrypted-messages-emergency")
          find(".encrypted-messages-deactivate").click
          expect(page).to have_css(".dialog-body")
          look_at("deactivate")
        end
      end

      it "writes and sends (R2, R3, R6, R12)", chapter: 2 do
        give_all_keys
        as(jane) do
          composer.open_new_message(pete, karl)
          look_at("composer-unticked")
          composer.tick
          expect(composer).to have_refusal("karl")
          look_at("recipient-without-keys")

          composer.open_new_message(pete).tick
          expect(composer).to have_panel
          look_at("composer-ticked")
          composer.fill(title:, body: text)
          look_at("written")
          composer.toggle_preview if metadata[:mobile]
          expect(composer).to have_preview(word)
          look_at("preview")
          composer.toggle_preview if metadata[:mobile]

          if !metadata[:mobile]
            find("#reply-control .toggle-fullscreen").click
            expect(page).to have_css("#reply-control.fullscreen")
            look_at("full-screen")
            find("#reply-control .toggle-fullscreen").click
          end

          composer.tick # off again
          expect(page).to have_css(".dialog-body")
          look_at("untick")
          leave_dialog
          composer.minimize
          look_at("minimised")
          composer.reopen

          while_waiting_for(%r{/posts(\.json)?$}) do
            composer.submit
            expect(page).to have_css("#reply-control.saving, #reply-control .create.is-loading")
            take_pictures("sending") # core's words alone
          end
          expect(encrypted_topic).to have_open_post(1, word)
          look_at("sent")
          page.visit("/u/jane/messages/sent")
          expect(page).to have_css(".topic-list-item .title", text: title)
          look_at("list")
        end
      end

      it "is told of it, and reads it on a new device (R5, R6, R12, R23)", chapter: 3 do
        give_all_keys
        topic
        as(pete) do
          page.visit("/")
          PageObjects::Components::UserMenu.new.open
          expect(page).to have_css(".user-menu .notification .encrypted-messages-lock")
          look_at("notified")
        end
        as(pete, device: "Pete's other") do
          preferences.visit(pete)
          expect(preferences).to have_enabled_status
          look_at("preferences-locked", to: ".encrypted-messages-preferences")

          encrypted_topic.visit(topic)
          expect(encrypted_topic).to have_locked_post(1)
          look_at("locked")
          encrypted_topic.unlock
          expect(page).to have_css(".d-modal [name=secret]")
          look_at("unlock")
          while_waiting_for(%r{/encrypted-messages/identity}) do
            unlock_modal.submit("not #{marker} it")
            expect(page).to have_css(".encrypted-messages-waiting.--working")
            look_at("unlocking")
          end
          expect(unlock_modal).to have_wrong_secret_error
          look_at("wrong-secret")
          unlock_modal.submit(pete_secret)
          expect(encrypted_topic).to have_open_post(1, word)
          look_at("unlocked")
        end
      end

      it "answers, quotes, edits and looks back (R6, R9, R12)", chapter: 4 do
        give_all_keys
        topic
        as(pete) do
          encrypted_topic.visit(topic)
          expect(encrypted_topic).to have_open_post(1, word)
          select_text_range("#post_1 .encrypted-messages-post strong", 0, word.size)
          expect(page).to have_css(".quote-button .insert-quote, .insert-quote")
          look_at("selected")
          find(".insert-quote").click
          expect(composer).to have_panel
          composer.type("\n\nI come, too.")
          look_at("quote")
          composer.submit
          expect(composer).to be_closed
          expect(page).to have_css("#post_2 .encrypted-messages-post aside.quote")
          look_at("quoted", to: "#post_2")
        end
        as(jane) do
          encrypted_topic.visit(topic)
          edit = encrypted_topic.edit(1)
          expect(edit).to have_body_text(text)
          look_at("edit")
          expect(edit.fill(body: text.sub("six", "seven")).submit).to be_closed
          expect(encrypted_topic).to have_open_post(1, "seven")
          find("#post_1 .post-info.edits .btn").click
          expect(page).to have_css(".encrypted-messages-history__versions[aria-busy=false]")
          look_at("history")
          expect_way_back("#post_1 .post-info.edits .btn")
        end
      end

      it "adds and removes members, and leaves (R6, R7, R12)", chapter: 5 do
        give_all_keys
        topic
        as(jane) do
          encrypted_topic.visit(topic)
          modal = encrypted_topic.open_invite
          expect(page).to have_css(".encrypted-messages-invite-chooser")
          look_at("invite")
          modal.choose(karl.username)
          expect(modal).to have_refusal(karl.username)
          look_at("invite-refused")
          modal.drop(karl.username).choose(mary.username)
          look_at("invite-chosen")
          modal.submit
          expect(modal).to be_closed
          expect(encrypted_topic).to have_participant(mary)
          look_at("invited")

          find("#{encrypted_topic.participant(mary)} .remove-invited").click
          expect(page).to have_css(".dialog-body")
          look_at("removal")
          leave_dialog
        end
        as(pete) do
          encrypted_topic.visit(topic)
          find("#{encrypted_topic.participant(pete)} .remove-invited").click
          expect(page).to have_css(".dialog-body")
          look_at("leaving")
        end
      end

      it "has forgotten the secret (R6, R8, R12)", chapter: 6 do
        give_all_keys
        topic
        as(pete, device: "Pete's other") do
          encrypted_topic.visit(topic).unlock
          find(".encrypted-messages-forgotten").click
          expect(page).to have_css(".encrypted-messages-proposed__secret")
          look_at("reset")
          page.active_element.send_keys(:escape)
          preferences.visit(pete).reset_encryption(marker * 2, confirmation: pete.username)
          look_at("reset-done", to: ".encrypted-messages-preferences")
          encrypted_topic.visit(topic)
          expect(encrypted_topic).to have_lost_post(1)
          look_at("lost")
          encrypted_topic.open_reply
          expect(page).to have_css(".encrypted-messages-panel__status")
          look_at("lost-reply")
        end
        as(jane) do
          encrypted_topic.visit(topic).open_reply.fill(body: word).submit
          expect(composer).to have_changed_keys("pete")
          look_at("partner-lost-access")
          modal = encrypted_topic.open_invite.choose("pete")
          expect(modal).to have_renewal("pete")
          look_at("give-access")
          find(".encrypted-messages-invite-modal .modal-close").click
        end
      end

      it "meets what was altered, and what cannot be reached (R6, R9, R12)", chapter: 7 do
        give_all_keys
        other = start_encrypted(from: pete, to: jane, title:, body: word)
        topic.first_post.update_columns(raw: other.first_post.raw)
        as(jane) do
          encrypted_topic.visit(topic)
          find(".encrypted-messages-warning .encrypted-messages-details").click
          look_at("altered")

          encrypted_topic.visit(other)
          expect(encrypted_topic).to have_open_post(1, word)
          encrypted_topic.open_reply.fill(body: "I come, #{word}")
          page.driver.with_playwright_page do |shown|
            shown.route(
              %r{/posts(\.json)?$},
              ->(route, request) { request.method == "POST" ? route.abort : route.continue },
            )
          end
          composer.submit
          expect(page).to have_css(".dialog-body")
          look_at("not-sent")
        end
      end

      it "is on a site that requires it, and is its administrator (R6, R12, R13)", chapter: 8 do
        give_keys(jane, pete)
        topic
        plain = Fabricate(:private_message_post, user: pete, recipient: jane).topic
        as(anne) do
          expect(PageObjects::Pages::EncryptedMessagesReport.new.visit).to have_count(
            "conversations",
            1,
          )
          look_at("report")
        end
        SiteSetting.encrypted_messages_force = true
        as(karl) do
          composer.open_new_message(pete)
          expect(page).to have_css(".encrypted-messages-closed .encrypted-messages-enable")
          look_at("forced-composer")
        end
        as(jane) do
          encrypted_topic.visit(plain)
          expect(page).to have_css(".encrypted-messages-closed-topic")
          look_at("forced-topic")
        end
      end
    end
  end
end

# frozen_string_literal: true

describe "Encrypted messages on a member's devices" do
  include_context "with encrypted members"

  let(:title) { "Lighthouse #{marker}" }
  let(:word) { marker }
  let(:new_secret) { "fifteen #{marker} kettles on a hill" }
  let(:topic) { start_encrypted(from: jane, to: pete, title: title, body: "Look for **#{word}**") }

  before do
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic
  end

  def unlock_with(secret)
    encrypted_topic.unlock.submit(secret)
  end

  it "asks a new device for the secret, refuses a wrong one, and fills in what was locked (R5, R6)" do
    as(pete) { encrypted_topic.visit(topic).reply("I have seen it") }

    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      expect(encrypted_topic).to have_locked_post(2)
      expect(page).to have_no_content(word)

      modal = unlock_with("wrong #{marker} secret")
      expect(modal).to have_wrong_secret_error
      expect(page).to have_no_content(word)

      modal.submit(pete_secret)
      expect(modal).to be_closed
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_open_post(2, "I have seen it")
      expect(encrypted_topic).to have_decrypted_title(title)

      # and is not asked again
      page.refresh
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "takes a secret that is written in another Unicode form" do
    anna = Fabricate(:user, username: "anna", refresh_auto_groups: true)
    composed = "Ümlaut \u{FB01}sh #{marker}"
    enable_encryption(anna, composed)
    message = start_encrypted(from: jane, to: anna, title: title, body: word)

    as(anna, device: "Anna's phone") do
      encrypted_topic.visit(message)
      unlock_with(composed.unicode_normalize(:nfkd))
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  { "was cleared" => <<~JS, "is corrupt" => <<~JS }.each do |what, script|
      for (const { name } of await indexedDB.databases()) {
        await done(indexedDB.deleteDatabase(name));
      }
    JS
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        for (const storeName of database.objectStoreNames) {
          const store = () => database.transaction(storeName, "readwrite").objectStore(storeName);
          for (const key of await done(store().getAllKeys())) {
            await done(store().put({ nonsense: true }, key));
          }
        }
        database.close();
      }
    JS
    it "asks for the secret again when the browser's storage #{what}" do
      as(pete) do
        # a page that the client does not run on, so that nothing holds the database open
        page.visit("/session/csrf.json")
        page.driver.with_playwright_page { |playwright_page| playwright_page.evaluate(<<~JS) }
            async () => {
              const done = (request) => new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = request.onblocked = () => reject(request.error);
              });
              #{script}
            }
          JS
        encrypted_topic.visit(topic)
        expect(encrypted_topic).to have_locked_post(1)
        unlock_with(pete_secret)
        expect(encrypted_topic).to have_open_post(1, word)
      end
    end
  end

  # As a database that was restored, or a script that was careless, leaves it.
  { "lost" => false, "rolled back" => true }.each do |what, restored|
    it "tells of wrapped keys that the site has #{what}, and puts them back (H20)" do
      rows = UserCustomField.where(user_id: pete.id, name: EncryptedMessages::Identity::FIELDS)
      before = rows.pluck(:name, :value).to_h
      latest = nil

      as(pete) do
        preferences.visit(pete).change_secret(from: pete_secret, to: new_secret)
        latest = EncryptedMessages::Identity.new(pete.reload).stored
        rows.delete_all
        EncryptedMessages::Identity.write(pete, before) if restored

        page.refresh
        expect(page).to have_css(".encrypted-messages-backup-problem")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".encrypted-messages-backup-problem")
      end
      expect(EncryptedMessages::Identity.new(pete).stored).to eq({ **latest, version: 3 })

      as(pete, device: "Pete's phone") do
        encrypted_topic.visit(topic)
        unlock_with(new_secret)
        expect(encrypted_topic).to have_open_post(1, word)
      end
    end
  end
end

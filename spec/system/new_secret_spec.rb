# frozen_string_literal: true

describe "A new secret" do
  include_context "with encrypted members"

  let(:title) { "Harbour #{marker}" }
  let(:word) { marker }

  # Scripts that the page has fetched from the plugin's `public` folder.
  def fetched_on_demand
    page.evaluate_script(<<~JS)
      performance
        .getEntriesByType("resource")
        .map(({ name }) => new URL(name).pathname)
        .filter((path) => path.startsWith("/plugins/discourse-encrypted-messages/"))
    JS
  end

  it "is proposed, and opens what it secures on another device (H16, H18)" do
    secret = nil
    as(jane) do
      modal = preferences.visit(jane).open_modal
      secret = modal.submit_proposed(kept: false)
      EncryptedMessages::LeakDetector.current.watch(secret)
      expect(modal).to have_unkept_error
      expect(modal.submit_proposed).to eq(secret)
      expect(preferences).to have_enabled_status
    end
    expect(secret).to match(/\A[a-z]+( [a-z]+){5}\z/)
    give_keys(pete)
    message = start_encrypted(from: pete, to: jane, title: title, body: word)

    as(jane, device: "Jane's phone") do
      encrypted_topic.visit(message)
      encrypted_topic.unlock.submit(secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "is what the lists of passwords and words are fetched for, and nothing else (H16)" do
    give_keys(jane, pete)
    message = start_encrypted(from: jane, to: pete, title: title, body: word)
    as(jane) do
      encrypted_topic.visit(message)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(fetched_on_demand).to be_empty

      preferences.visit(jane)
      expect(preferences).to have_enabled_status
      expect(fetched_on_demand).to be_empty

      find(".encrypted-messages-change-secret").click
      expect(page).to have_css(".encrypted-messages-proposed__secret")
      expect(fetched_on_demand).to contain_exactly(%r{/javascripts/zxcvbn-\w+\.js\z})
    end
  end
end

# frozen_string_literal: true

RSpec.describe EncryptedMessages::WordWatcherExtension do
  before { enable_current_plugin }

  it "looks for watched words behind the marker where it is no envelope (H22)" do
    Fabricate(:watched_word, word: "pineapple")
    raw = "#{EncryptedMessages::Envelope::MARKER}pineapple and more of it"
    expect(WordWatcher.new(raw).should_block?).to be_truthy

    sealed = encrypted_raw(conversation_id: random_id, ciphertext: SecureRandom.bytes(60_000))
    word = sealed.delete_prefix(EncryptedMessages::Envelope::MARKER)[/-([A-Za-z0-9]{2,9})-/, 1]
    Fabricate(:watched_word, word:)
    expect(WordWatcher.new(sealed).should_block?).to be_falsey
  end
end

# frozen_string_literal: true

RSpec.describe EncryptedMessages::LogFilter do
  it "keeps key material and titles out of the logs of requests (R23)" do
    filter = ActiveSupport::ParameterFilter.new(Rails.application.config.filter_parameters)

    filtered =
      filter.filter(
        "address_book" => {
          "version" => 1,
        },
        "card" => "a",
        "backup" => "b",
        "bags" => {
          "1" => {
            "1" => "h",
          },
        },
        "version" => 1,
        "encrypted_title" => "c",
        "encrypted_entry" => "e",
        "entry" => "f",
        "encrypted_keys" => {
          "1" => "d",
        },
        "parts" => {
          "0" => "g",
        },
        "usernames" => ["jane"],
        "card_background_upload_url" => "/x.png",
      )

    expect(filtered).to eq(
      "address_book" => "[FILTERED]",
      "card" => "[FILTERED]",
      "backup" => "[FILTERED]",
      "bags" => "[FILTERED]",
      "version" => 1,
      "encrypted_title" => "[FILTERED]",
      "encrypted_entry" => "[FILTERED]",
      "entry" => "[FILTERED]",
      "encrypted_keys" => "[FILTERED]",
      "parts" => "[FILTERED]",
      "usernames" => ["jane"],
      "card_background_upload_url" => "/x.png",
    )
  end

  it "keeps mails that arrive out of them, since one may answer an encrypted message (R23, R25)" do
    filter = ActiveSupport::ParameterFilter.new(Rails.application.config.filter_parameters)
    filtered = filter.filter("email_encoded" => "TWVldCBtZQ==", "email" => "jane@example.com")
    expect(filtered).to eq("email_encoded" => "[FILTERED]", "email" => "jane@example.com")
  end
end

# frozen_string_literal: true

# Input that our client never sends, and the answers to it.
module RequestTable
  # Bytes that claim to be CBOR, as base64url.
  BOMBS =
    {
      nested_arrays: ("\x81".b * 20_000) + "\x00".b,
      nested_maps: ("\xa1\x00".b * 10_000) + "\x00".b,
      nested_tags: ("\xc1".b * 20_000) + "\x00".b,
      long_bytes: "\x5b\x7f\xff\xff\xff\xff\xff\xff\xff".b,
      long_array: "\x9b\x00\x00\x00\x10\x00\x00\x00\x00".b,
      long_map: "\xbb\x00\x00\x00\x10\x00\x00\x00\x00".b,
      # Tags of which the gem makes Ruby objects by itself, and fails.
      pattern: "\xd8\x23\x61(".b,
      time_of_text: "\xc1\x61a".b,
    }.transform_values { |bytes| Base64.urlsafe_encode64(bytes, padding: false) }.freeze

  TEXTS = {
    empty: "",
    words: "hello there, this is long enough",
    digits: "１２٣",
    nul: "a\0b",
    long: "A" * 200_000,
    huge: "A" * 10_000_000,
  }.freeze

  VALUES = {
    missing: nil,
    array: ["x"],
    hash: {
      "a" => "b",
    },
    nested: 60.times.reduce("x") { |inner, _| [inner] },
    number: 1.5,
    negative: -1,
    beyond: 99_999_999_999_999_999_999,
    boolean: true,
    **TEXTS,
    **BOMBS,
    **BOMBS.to_h { |name, bomb| [:"marked_#{name}", "encrypted-message:v1:#{bomb}"] },
  }.freeze

  # The huge one is slow, so it is only tried where that tells something new.
  ALL = (VALUES.keys - [:huge]).freeze
  MARKED = ALL.grep(/\Amarked_/).freeze
  # Without the values on which core itself fails.
  CIPHERTEXT = [*(TEXTS.keys - [:huge]), *BOMBS.keys, *MARKED].freeze
  NO_NAMES = %i[missing array hash nested number negative beyond boolean empty nul long].freeze

  BOOKS = (ALL - [:missing]).freeze

  # Without a name nobody is invited, and so the entry lists somebody who takes no part.
  NO_NAMES_AT_ALL = %i[missing empty].freeze

  # Endpoint, field ("a[b]" is b in a, "a[]" one of a list), who asks, and the statuses of what values.
  INPUTS = [
    ["identity#update", "card", :participant, { 400 => [*ALL, :huge] }],
    ["identity#update", "backup", :participant, { 400 => [*ALL, :huge] }],
    ["identity#update", "version", :participant, { 400 => ALL }],
    ["identity#update", "name", :participant, { 400 => ALL - NO_NAMES_AT_ALL }],
    ["identity#publish_name", "name", :participant, { 400 => [*ALL, :huge] }],
    ["identity#replace", "name", :participant, { 400 => ALL - NO_NAMES_AT_ALL }],
    ["identity#replace", "card", :participant, { 400 => ALL }],
    ["identity#replace", "backup", :participant, { 400 => ALL }],
    ["identity#replace", "version", :participant, { 400 => ALL }],
    ["identity#update", "address_book", :participant, { 400 => BOOKS }],
    ["identity#update", "address_book[parts]", :participant, { 400 => ALL }],
    ["identity#replace", "address_book", :participant, { 400 => BOOKS }],
    ["address_book#show", "since", :participant, { 400 => ALL - [:missing] }],
    ["address_book#update", "version", :participant, { 400 => ALL }],
    ["address_book#update", "parts", :participant, { 400 => ALL }],
    ["address_book#update", "parts[0]", :participant, { 400 => [*ALL, :huge] }],
    ["address_book#update", "parts[1]", :participant, { 400 => ALL }],
    ["identities#index", "usernames", :participant, { 400 => %i[missing empty words hash nul] }],
    [
      "identities#index",
      "usernames[]",
      :participant,
      { 400 => %i[missing empty nul nested_maps], 200 => %i[words digits number beyond long_map] },
    ],
    ["identities#index", "user_ids", :participant, { 400 => ALL - [:long] }],
    ["identities#index", "user_ids[]", :participant, { 400 => ALL - [:long] }],
    ["conversations#index", "topic_ids", :participant, { 400 => ALL - [:long] }],
    ["conversations#index", "topic_ids[]", :participant, { 400 => ALL - [:long] }],
    ["key_bags#update", "bags", :participant, { 400 => [*ALL, :huge] }],
    ["key_bags#update", "bags[1]", :participant, { 400 => ALL }],
    ["key_bags#update", "fingerprint", :participant, { 409 => ALL }],
    ["rosters#index", "topics", :participant, { 400 => ALL }],
    ["rosters#index", "topics[1]", :participant, { 400 => ALL - %i[missing] }],
    ["rosters#create", "entry", :participant, { 422 => [*ALL, :huge] }],
    [
      "rosters#create",
      "username",
      :participant,
      { 400 => NO_NAMES - NO_NAMES_AT_ALL, 409 => NO_NAMES_AT_ALL, 422 => %i[words digits] },
    ],
    ["rosters#create", "encrypted_keys", :participant, { 422 => ALL }],
    ["rosters#create", "encrypted_keys[1]", :participant, { 422 => [*ALL, :huge] }],
    ["rosters#create", "earlier_entries", :participant, { 422 => ALL - %i[missing] }],
    ["rosters#give", "encrypted_keys", :participant, { 422 => ALL }],
    ["rosters#give", "encrypted_keys[1]", :participant, { 422 => [*ALL, :huge] }],
    ["start", "raw", :participant, { 422 => [:missing, *CIPHERTEXT] }],
    ["start", "encrypted_entry", :participant, { 422 => ALL }],
    ["start", "encrypted_title", :participant, { 422 => ALL }],
    ["start", "encrypted_keys", :participant, { 422 => ALL }],
    ["reply", "raw", :participant, { 422 => [:missing, *CIPHERTEXT] }],
    ["edit", "post[raw]", :participant, { 422 => [:missing, *CIPHERTEXT] }],
    ["title", "title", :starter, { 422 => ALL }],
    ["title", "encrypted_title", :starter, { 422 => ALL }],
    ["draft", "data", :participant, { 400 => [:huge, *CIPHERTEXT] }],
    ["invite", "user", :participant, { 400 => %i[missing empty], 422 => %i[words array hash] }],
    ["invite group", "group", :participant, { 404 => %i[missing empty words array] }],
    ["remove", "username", :participant, { 400 => %i[missing empty], 404 => %i[words array] }],
  ].freeze

  # Values in place of ids: of epochs, members and topics.
  NO_IDS = %w[0 -1 1.0 1e0 01 ١ １ 4294967296 99999999999999999999 x].freeze

  # What strangers ask of an encrypted and of an ordinary topic: endpoint => changes of the right request.
  PROBES = {
    "reply" => [
      ->(ids) { { topic_id: ids[:topic_id] } },
      ->(ids) { { topic_id: ids[:topic_id], raw: "In the clear, and long enough" } },
    ],
    "edit" => [{}, { post: { raw: "In the clear, and long enough" } }],
    "title" => [{}, { title: "A title in the clear", encrypted_title: nil }],
    "draft" => [
      ->(ids) { { draft_key: "topic_#{ids[:topic_id]}" } },
      ->(ids) { { draft_key: "topic_#{ids[:topic_id]}", data: '{"reply":"In the clear"}' } },
      ->(ids) { { draft_key: "post_#{ids[:post_id]}", data: '{"reply":"In the clear"}' } },
    ],
    "invite" => [{}, { user: "nobody" }, { user: nil, email: "nobody@example.com" }],
    "invite group" => [{}],
    "remove" => [{}],
    "read topic" => [{}],
    "read post" => [{}],
    "read revision" => [{}],
    "read raw" => [{}],
  }.freeze
end

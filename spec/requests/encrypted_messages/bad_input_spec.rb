# frozen_string_literal: true

# What every endpoint answers to input that our client never sends: an exact status, nothing stored, and no detail. The
# tables are data: spec/support/request_table/.
RSpec.describe "Bad input", type: :request do
  include_context "with a request table"

  def change_of(field, value)
    outer, inner = field.delete_suffix("]").split("[", 2)
    value = inner.empty? ? [value] : { inner => value } if field.end_with?("]")
    { outer.to_sym => value }
  end

  # The answer shows nothing of the request, the database or the stack.
  def expect_no_detail(body)
    expect(body.size).to be < 2000
    expect(body).not_to match(/Error|PG::|Active|SELECT|\.rb\b|encrypted-message:v1:/)
  end

  RequestTable::INPUTS
    .group_by(&:first)
    .each do |name, rows|
      it "is refused by #{name}, and nothing stored (R18, R20, R21, R25)" do
        rows.each do |_, field, actor, statuses|
          wanted = statuses.flat_map { |status, values| values.map { |v| [v, status] } }.to_h
          answers =
            wanted.keys.to_h do |label|
              [label, ask(name, actor, change_of(field, RequestTable::VALUES[label]))]
            end

          expect(answers.transform_values(&:status)).to eq(wanted), field
          expect(answers.reject { |_, answer| answer.stored_nothing? }.keys).to be_empty
          answers.each_value { |answer| expect_no_detail(answer.body) }
        end
      end
    end

  it "is refused where numbers should be: epochs, members and topics (R20)" do
    @sender = pete
    sent = adding(outsider)
    key = sent[:encrypted_keys][outsider.id.to_s]["1"]
    start = new_message_params(sender: pete, recipients: [jane])
    answers =
      RequestTable::NO_IDS.flat_map do |id|
        keys = { id => sent[:encrypted_keys][outsider.id.to_s] }
        epochs = { outsider.id.to_s => { id => key, "2" => key } }
        [
          ask("rosters#create", :participant, { **sent, encrypted_keys: keys }),
          ask("rosters#create", :participant, { **sent, encrypted_keys: epochs }),
          ask(
            "start",
            :participant,
            { **start, encrypted_keys: { **start[:encrypted_keys], id => key } },
          ),
        ]
      end
    expect(answers.map(&:status).uniq).to eq([422])
    expect(answers).to all(be_stored_nothing)

    answers =
      (RequestTable::NO_IDS - %w[01 1.0]).map do |id|
        ask("rosters#create", :participant, ids: { topic_id: ERB::Util.url_encode(id) })
      end
    expect(answers.map(&:status).uniq).to eq([404])
    expect(answers.map(&:body).uniq.size).to eq(1)
  end

  # Endpoint => how many requests are allowed, and parameters with which nothing is stored.
  LIMITS = {
    "identity#show" => [EncryptedMessages::IdentityController::READS_PER_MINUTE, {}],
    "identity#losses" => [EncryptedMessages::IdentityController::READS_PER_MINUTE, {}],
    "identity#drafts" => [EncryptedMessages::IdentityController::READS_PER_MINUTE, {}],
    "identity#update" => [EncryptedMessages::IdentityController::WRITES_PER_HOUR, { version: 9 }],
    "identity#replace" => [
      EncryptedMessages::IdentityController::REPLACEMENTS_PER_DAY,
      { version: 9 },
    ],
    "address_book#show" => [EncryptedMessages::AddressBookController::READS_PER_MINUTE, {}],
    "address_book#update" => [
      EncryptedMessages::AddressBookController::WRITES_PER_MINUTE,
      { version: 99 },
    ],
    "identity#publish_name" => [
      EncryptedMessages::IdentityController::WRITES_PER_HOUR,
      { name: "none" },
    ],
    "identities#index" => [EncryptedMessages::IdentitiesController::LOOK_UPS_PER_MINUTE, {}],
    "conversations#index" => [EncryptedMessages::ConversationsController::READS_PER_MINUTE, {}],
    "key_bags#update" => [EncryptedMessages::KeyBagsController::WRITES_PER_MINUTE, { bags: {} }],
    "rosters#index" => [EncryptedMessages::RostersController::READS_PER_MINUTE, {}],
    "rosters#create" => [
      EncryptedMessages::RostersController::ENTRIES_PER_MINUTE,
      { username: "nobody" },
    ],
    "rosters#give" => [
      EncryptedMessages::RostersController::GIFTS_PER_MINUTE,
      { encrypted_keys: {} },
    ],
  }

  it "is limited, as every request to the plugin is (R18, R20)" do
    # That one is for administrators only.
    expect(LIMITS.keys).to match_array(RequestTable.own - ["admin_report#show"])

    RateLimiter.enable
    LIMITS.each do |name, (limit, change)|
      answers = undone { Array.new(limit + 1) { ask_and_keep(name, :participant, change) } }
      expect(answers.first(limit).map(&:status)).not_to include(429)
      expect(answers.last.status).to eq(429), name
      expect(answers.last).to be_stored_nothing
    end
  end
end

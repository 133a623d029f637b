# frozen_string_literal: true

# Every endpoint, and who gets what from it. The tables are data: spec/support/request_table/.
RSpec.describe EncryptedMessages::Engine do
  include_context "with a request table"

  it "has every route in the table (R18, R20)" do
    routes =
      described_class.routes.routes.map do |route|
        "#{route.defaults[:controller].delete_prefix("encrypted_messages/")}##{route.defaults[:action]}"
      end
    expect(routes - RequestTable::ENDPOINTS.keys).to be_empty
    expect(RequestTable.who.keys).to match_array(RequestTable::ENDPOINTS.keys)
  end

  # Two examples, so that failures of the plugin's own endpoints are distinguished from those of core's.
  RequestTable
    .who
    .partition { |name, _| RequestTable.own.include?(name) }
    .zip(%w[plugin core])
    .each do |rows, whose|
      it "answers each kind of member as in the table, where it is the #{whose}'s (R18, R20, R21, R25)" do
        answers =
          rows.to_h do |name, statuses|
            [name, statuses.keys.to_h { |actor| [actor, ask(name, actor)] }]
          end
        expect(answers.transform_values { |row| row.transform_values(&:status) }).to eq(rows.to_h)

        stored =
          answers.transform_values do |row|
            row.reject { |_, answer| answer.status == 200 || answer.stored_nothing? }.keys
          end
        expect(stored.reject { |_, actors| actors.empty? }).to be_empty
      end
    end

  describe "to who takes no part" do
    fab!(:ordinary) { Fabricate(:private_message_topic, user: jane, recipient: pete) }
    fab!(:ordinary_post) do
      Fabricate(:post, user: pete, topic: ordinary, raw: "Long enough for a post")
    end

    before { ordinary_post.revise(pete, { raw: "As long as before" }, force_new_version: true) }

    let(:strangers) { %i[anonymous keyless outsider former moderator] }
    let(:secret) { { topic_id:, post_id: } }
    let(:other) { { topic_id: ordinary.id, post_id: ordinary_post.id } }
    let(:nothing) { { topic_id: 999_999_999, post_id: 999_999_999 } }

    # Without what depends on the request and not on the topic: core's page for what is not found offers to search for
    # its number, and has a nonce.
    def said(name, actor, change, ids)
      change = instance_exec(ids, &change) if change.is_a?(Proc)
      answer = ask(name, actor, change, ids:)
      own = /"draft_sequence":\d+|name=\\"q\\" value=\\"\d+|nonce=\\"[^"]*/
      [answer.status, answer.body.gsub(own, "")]
    end

    it "an encrypted message is a topic that does not exist, for the plugin (R7, R20)" do
      strangers.each do |actor|
        answers = [secret, other, nothing].map { |ids| said("rosters#create", actor, {}, ids) }
        expect(answers.uniq.size).to eq(1), "#{actor}: #{answers}"
      end
      # A deleted message does not exist either, even for its participants.
      topic.trash!(admin)
      answers = [secret, nothing].map { |ids| said("rosters#create", :participant, {}, ids) }
      expect(answers.uniq.size).to eq(1), answers.inspect
    end

    it "an encrypted message is one like any other, for core (R20, R22)" do
      RequestTable::PROBES.each do |name, changes|
        # Core lets moderators edit any post, so they are told that this one is encrypted.
        askers = name == "edit" ? strangers - [:moderator] : strangers
        askers
          .product(changes)
          .each do |actor, change|
            answers = [secret, other].map { |ids| said(name, actor, change, ids) }
            expect(answers.uniq.size).to eq(1), "#{name} #{actor}: #{answers}"
          end
      end
    end
  end
end

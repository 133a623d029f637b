# frozen_string_literal: true

# Rosters and grants for keys that their member no longer has, since the member has reset their encryption after the sender's
# page looked.
RSpec.describe EncryptedMessages::StaleKeys do
  include_context "with invitations"

  def rows
    [
      Topic,
      Post,
      TopicAllowedUser,
      EncryptedMessages::ConversationKey,
      EncryptedMessages::RosterEntry,
    ].map(&:count)
  end

  # The ways in which rosters come: a new message, an invitation, keys of somebody who takes part.
  DOORS = {
    "a new message" => -> { ["/posts.json", new_message_params(sender: pete, recipients: [mary])] },
    "an invitation" => -> { [roster_path, adding(mary)] },
    "an entry that lists new keys" => -> { [roster_path, adding(from: :now)] },
  }

  def roster_path
    "/encrypted-messages/topics/#{topic.id}/roster.json"
  end

  def come(door, &before)
    path, params = instance_exec(&DOORS.fetch(door))
    before&.call
    post path, params:, as: :json
  end

  DOORS.each_key do |door|
    it "are refused with a status of its own in #{door}, and nothing is stored (R20, R35)" do
      if door == "an entry that lists new keys"
        invite
        reset_encryption(mary)
      end
      before = rows
      come(door) { reset_encryption(mary) }
      expect(response.status).to eq(409)
      expect(errors).to eq([text(:stale_keys)])
      come(door) { reset_encryption(pete) }
      expect(response.status).to eq(409)
      expect(errors).to eq([text(:own_stale_keys)])
      expect(rows).to eq(before)
    end
  end

  # A page that was open while its member reset their encryption on another device signs with keys that are replaced.
  describe "what is signed by an author's own keys" do
    let(:raw) { encrypted_raw(conversation_id:) }

    def reply(**params)
      post "/posts.json", params: { raw:, topic_id: topic.id, **params }
    end

    def edit(post, **params)
      raw = encrypted_raw(conversation_id:, message_id: message_id_of(post), revision: 2)
      put "/posts/#{post.id}.json", params: { post: { raw:, **params } }
    end

    def message_id_of(post)
      EncryptedMessages::Envelope.stored(post.raw).message_id
    end

    def encrypted_fingerprint(member = pete)
      EncryptedMessages::Wire.encode64(fingerprint_of(member))
    end

    it "is stored where these are the current ones (D6)" do
      reply(encrypted_fingerprint:)
      expect(response.status).to eq(200)

      edit(topic.posts.last, encrypted_fingerprint:)
      expect(response.status).to eq(200)
    end

    it "is refused where they were replaced, with the reason, and nothing is stored (D6)" do
      reply(encrypted_fingerprint:)
      before_fingerprint = encrypted_fingerprint
      before = topic.posts.pluck(:id, :raw)
      reset_encryption(pete)

      [before_fingerprint, encrypted_fingerprint(jane), "nonsense"].each do |fingerprint|
        post "/posts.json",
             params: {
               raw: encrypted_raw(conversation_id:),
               topic_id: topic.id,
               encrypted_fingerprint: fingerprint,
             }
        expect(response.status).to eq(409)
        expect(errors).to eq([text(:own_stale_keys)])

        edit(topic.posts.last, encrypted_fingerprint: fingerprint)
        expect(response.status).to eq(409)
        expect(errors).to eq([text(:own_stale_keys)])
      end
      expect(topic.posts.pluck(:id, :raw)).to eq(before)
    end

    it "is refused where the site has no keys of theirs any more, which nobody could verify (T2)" do
      named = encrypted_fingerprint
      EncryptedMessages::Identity.delete(pete)

      reply(encrypted_fingerprint: named)
      expect(response.status).to eq(409)
      expect(errors).to eq([text(:no_own_keys)])
    end
  end
end

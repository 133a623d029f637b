# frozen_string_literal: true

# Grants for keys that their member no longer has, since the member has reset their encryption after the sender's page
# looked.
RSpec.describe EncryptedMessages::Grant do
  include_context "with invitations"

  def start(encrypted_keys, conversation_id)
    params = new_message_params(sender: pete, recipients: [mary], conversation_id:, encrypted_keys:)
    post "/posts.json", params:
  end

  def rows
    [Topic, Post, TopicAllowedUser, EncryptedMessages::ConversationKey].map(&:count)
  end

  # The ways in which grants come: a new message, an invitation, access given again.
  DOORS = {
    "a new message" => ->(stale, changed) do
      conversation_id = random_id
      keys = grants([pete, mary], conversation_id:, granter: pete)
      keys[mary.id.to_s] = grant(conversation_id:, member: mary, granter: pete, payload: stale)
      start(changed ? keys.slice(pete.id.to_s).merge(changed) : keys, conversation_id)
    end,
    "an invitation" => ->(stale, changed) do
      invite(encrypted_keys: changed || { "1" => grant_for(mary, payload: stale) })
    end,
    "a key that is given again" => ->(stale, changed) do
      if !topic.topic_allowed_users.exists?(user_id: mary.id)
        invite
        reset_encryption(mary)
      end
      invite(encrypted_keys: changed || { "1" => grant_for(mary, payload: stale) })
    end,
  }

  DOORS.each do |door, come|
    it "refuses them with a status of its own in #{door}, and stores nothing (R20, R35)" do
      instance_exec({}, { "1" => "first" }, &come)
      before_card = fingerprint_of(mary)
      reset_encryption(mary)
      before = rows
      [before_card, fingerprint_of(jane), SecureRandom.bytes(32)].each do |fingerprint|
        instance_exec({ 2 => fingerprint }, nil, &come)
        expect(response.status).to eq(409)
        expect(errors).to eq([text(:stale_keys)])
      end
      expect(rows).to eq(before)

      instance_exec({}, nil, &come)
      expect(response.status).to eq(200)
    end

    it "refuses what names no keys at all in #{door} as damaged (R20)" do
      instance_exec({}, { "1" => "first" }, &come)
      before = rows
      [nil, 1, "short".b, SecureRandom.bytes(33), [1]].each do |fingerprint|
        instance_exec({ 2 => fingerprint }, nil, &come)
        expect(response.status).to eq(422), fingerprint.inspect
        expect(errors).to eq([text(:invalid_keys)])
      end
      expect(rows).to eq(before)
    end
  end

  it "asks for the current keys of each member, the sender's own among them (R20)" do
    conversation_id = random_id
    { pete => :own_stale_keys, mary => :stale_keys }.each do |member, reason|
      keys = grants([pete, mary], conversation_id:, granter: pete)
      wrong = { 2 => SecureRandom.bytes(32) }
      keys[member.id.to_s] = grant(conversation_id:, member:, granter: pete, payload: wrong)
      start(keys, conversation_id)
      expect(response.status).to eq(409)
      expect(errors).to eq([text(reason)])
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

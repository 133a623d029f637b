# frozen_string_literal: true

# What is taken of posts, edits and titles while the roster changes.
RSpec.describe EncryptedMessages::RosterGate do
  include_context "with invitations"

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence)
  end

  describe "what is written after an entry" do
    def send_reply(user = jane, epoch: 1)
      sign_in(user)
      post "/posts.json",
           params: {
             topic_id: topic.id,
             raw: encrypted_raw(conversation_id:, epoch:),
           }
    end

    def expect_conflict
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("roster_changed")
      expect(errors).to eq([text(:roster_changed)])
    end

    it "is taken in the newest epoch alone: posts, edits and titles (R29)" do
      send_reply
      own = topic.posts.last
      write_entry_of_pete = adding(mary, from: :now)
      sign_in(pete)
      write_entry(**write_entry_of_pete)
      before = [topic.posts.count, own.reload.raw, conversation.reload.encrypted_title]

      [1, 3].each do |epoch|
        send_reply(epoch:)
        expect_conflict
        put "/posts/#{own.id}.json", params: { post: { raw: edited_raw(own, epoch:) } }
        expect_conflict
        put "/t/-/#{topic.id}.json", params: { encrypted_title: edited_title(topic, epoch:) }
        expect_conflict
      end
      expect([topic.posts.count, own.reload.raw, conversation.reload.encrypted_title]).to eq(before)

      send_reply(epoch: 2)
      expect(response.status).to eq(200)
      put "/posts/#{own.id}.json", params: { post: { raw: edited_raw(own, epoch: 2) } }
      expect(response.status).to eq(200)
      put "/t/-/#{topic.id}.json", params: { encrypted_title: edited_title(topic, epoch: 2) }
      expect(response.status).to eq(200)
    end

    it "is taken only while all who are listed take part (R7, R29)" do
      send_reply
      own = topic.posts.last
      topic.remove_allowed_user(admin, pete.username)
      send_reply
      expect_conflict
      put "/posts/#{own.id}.json", params: { post: { raw: edited_raw(own) } }
      expect_conflict
      put "/t/-/#{topic.id}.json", params: { encrypted_title: edited_title(topic) }
      expect_conflict

      write_entry(**adding(signer: jane, members: [jane], from: :now))
      expect(response.status).to eq(200)
      send_reply(epoch: 2)
      expect(response.status).to eq(200)
    end

    it "is taken only while nobody who is listed has other keys (R29, R35)" do
      send_reply
      own = topic.posts.last
      reset_encryption(pete, vouched: true)
      send_reply
      expect_conflict
      put "/posts/#{own.id}.json", params: { post: { raw: edited_raw(own) } }
      expect_conflict
      put "/t/-/#{topic.id}.json", params: { encrypted_title: edited_title(topic) }
      expect_conflict

      write_entry(**adding(signer: jane, members: [jane, pete], from: :now))
      expect(response.status).to eq(200)
      send_reply(epoch: 2)
      expect(response.status).to eq(200)
    end

    it "is taken where somebody who is listed has no keys any more (R7, R29)" do
      EncryptedMessages::Identity.retire(pete)
      send_reply
      expect(response.status).to eq(200)
    end

    it "looks at the keys of all who are listed by one query (R3)" do
      more = Fabricate.times(3, :user, refresh_auto_groups: true)
      enable_encrypted_messages_for(*more)
      queries = -> do
        track_sql_queries { send_reply(epoch: entries.last.epoch) }.grep(/user_custom_fields/).size
      end
      small = queries.call
      sign_in(pete)
      more.each { |member| invite(member) }
      expect(queries.call).to eq(small)
      expect(response.status).to eq(200)
    end

    it "is not taken where the roster is lost (R29)" do
      entries.delete_all
      send_reply
      expect_conflict
    end

    it "is answered with the post that is stored, where the same is sent again (R21)" do
      sign_in(jane)
      sent = { topic_id: topic.id, raw: encrypted_raw(conversation_id:) }
      post "/posts.json", params: sent
      sign_in(pete)
      write_entry(**adding(mary, from: :now))
      sign_in(jane)
      expect { post "/posts.json", params: sent }.not_to change { topic.posts.count }
      expect(response.status).to eq(200)
    end

    it "may be restored as it was by its author, whatever epoch it is of (R21)" do
      send_reply
      own = topic.posts.last
      raw = own.raw
      PostDestroyer.new(jane, own).destroy
      sign_in(pete)
      write_entry(**adding(mary, from: :now))
      PostDestroyer.new(jane, own.reload).recover
      expect(own.reload).to have_attributes(raw:, user_deleted: false)
    end
  end
end

# frozen_string_literal: true

describe "Who takes part on a site that fails" do
  include_context "with deeds that fail"

  deed "an invitation" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.open_invite.choose(@third.username)
    end

    def act
      PageObjects::Modals::EncryptedMessagesInvite.new.submit
    end

    def done?
      !seen?(".encrypted-messages-invite-modal") && seen?(encrypted_topic.participant(@third))
    end

    def stored?
      members.include?(@third.id)
    end

    def look
      open_conversation
    end

    def check
      expect(members).to contain_exactly(@me.id, @other.id, @third.id)
      expect(EncryptedMessages::RosterEntry.where(topic_id: @topic.id).count).to eq(2)
      expect(EncryptedMessages::ConversationKey.where(topic_id: @topic.id).count).to eq(3)
      expect(read_by(@third).text).to include(word)
    end
  end

  deed "a removal" do
    def prepare
      start_conversation_of(@other, @third)
    end

    def ready
      open_conversation
    end

    def act
      encrypted_topic.remove_participant(@third)
    end

    def done?
      !seen?(encrypted_topic.participant(@third))
    end

    def stored?
      members.exclude?(@third.id)
    end

    def look
      open_conversation
    end

    def check
      expect(members).to contain_exactly(@me.id, @other.id)
      # core writes its line before it removes, so that a second attempt can write it again
      lines = @topic.posts.where(post_type: Post.types[:small_action]).count
      expect(lines).to be_between(1, 2)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "leaving" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
    end

    def act
      encrypted_topic.remove_participant(@me)
    end

    def done?
      !page.current_path.start_with?("/t/") && seen?("#main-outlet")
    end

    def stored?
      members.exclude?(@me.id)
    end

    def check
      expect(members).to contain_exactly(@other.id)
      expect(read_by(@other).text).to include(word)
    end
  end
end

# frozen_string_literal: true

describe "Encrypted messages on a site that fails" do
  include_context "with deeds that fail"

  # What is written in the composer.
  module Writing
    def prepare
      start_conversation_of(@other)
    end

    def act
      composer.submit
    end

    def look
      open_conversation
    end
  end

  deed "a new conversation" do
    include Writing

    def prepare
      give_keys_to_all
    end

    def ready
      composer.open_new_message(@other).tick.fill(title:, body: "First, #{word}")
    end

    def done?
      seen_open?(1, "First, #{word}") && seen?("h1 .fancy-title", text: title)
    end

    def kept?
      composer.has_title_text?(title) && composer.has_body_text?("First, #{word}")
    end

    def started
      Topic.private_messages.where(user_id: @me.id)
    end

    def stored?
      started.any?
    end

    def look
      encrypted_topic.visit(started.first)
    end

    def check
      @topic = started.sole
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("First, #{word}")
    end
  end

  deed "a reply" do
    include Writing

    def ready
      open_conversation
      encrypted_topic.open_reply.fill(body: "Second, #{word}")
    end

    def done?
      seen_open?(2, "Second, #{word}")
    end

    def kept?
      composer.has_body_text?("Second, #{word}")
    end

    def stored?
      @topic.posts.count > 1
    end

    def check
      expect(@topic.posts.count).to eq(2)
      expect(read_by(@other, @topic.posts.find_by(post_number: 2)).text).to eq("Second, #{word}")
    end
  end

  deed "an edit" do
    include Writing

    def ready
      open_conversation
      encrypted_topic.edit(1).fill(body: "Changed, #{word}")
    end

    def done?
      seen_open?(1, "Changed, #{word}")
    end

    def kept?
      composer.has_body_text?("Changed, #{word}")
    end

    def stored?
      EncryptedMessages::Envelope.stored(@topic.first_post.reload.raw).revision > 1
    end

    def check
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("Changed, #{word}")
    end
  end
end

# frozen_string_literal: true

# Importers and other plugins create posts in `import_mode`, mostly past all validations.
RSpec.describe EncryptedMessages::PostGuard do
  include StoredText

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }

  def import(user, **options)
    creator = PostCreator.new(user, { import_mode: true, created_at: 1.year.ago, **options })
    creator.create
    creator.errors.full_messages
  end

  it "lets nothing in that is not an envelope of its author's, in `import_mode` either (H25)" do
    stranger = Fabricate(:user, refresh_auto_groups: true)
    [{}, { skip_validations: true }, { skip_validations: true, skip_guardian: true }].each do |how|
      [
        [pete, "Meet me at the lighthouse"],
        [Discourse.system_user, "Meet me at the lighthouse"],
        [pete, encrypted_raw(conversation_id: random_id)],
        [stranger, encrypted_raw(conversation_id:)],
      ].each do |user, raw|
        errors = nil
        expect { errors = import(user, topic_id: topic.id, raw:, **how) }.not_to change {
          Post.count
        }
        expect(errors).to be_present
      end
    end
    expect(tables_with("lighthouse")).to be_empty
  end

  it "starts no conversation without its keys (H25)" do
    params = new_message_params(sender: jane, recipients: [pete])
    params[:target_usernames] = params.delete(:target_recipients)
    [params.except(:encrypted_keys), params.merge(title: "Meet me at the lighthouse")].each do |bad|
      expect { import(jane, **bad, skip_validations: true) }.not_to change {
        [Topic.count, Post.count, EncryptedMessages::Conversation.count]
      }
    end
    expect(tables_with("lighthouse")).to be_empty
  end
end

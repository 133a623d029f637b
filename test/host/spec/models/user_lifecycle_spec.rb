# frozen_string_literal: true

# What becomes of a member's rows when the account goes or changes. These are core's ways, with no plugin's protection.
RSpec.describe User do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:admin)
  fab!(:message) { Fabricate(:private_message_topic, user: jane, recipient: pete) }
  fab!(:first_post) { create_post(user: jane, topic: message, raw: "Is @pete there? says @jane") }

  def members
    TopicAllowedUser.where(topic_id: message.id).pluck(:user_id)
  end

  describe UserDestroyer do
    it "refuses while there are posts, unless these go too" do
      destroyer = described_class.new(admin)
      expect { destroyer.destroy(jane) }.to raise_error(described_class::PostsExistError)

      destroyer.destroy(jane, delete_posts: true)
      expect(User.exists?(jane.id)).to eq(false)
      expect(Topic.exists?(message.id)).to eq(false)
      expect(Topic.with_deleted.find(message.id).user_id).to be_nil
      expect(Post.with_deleted.find(first_post.id)).to have_attributes(
        user_id: nil,
        raw: "Is @pete there? says @jane",
      )
      expect(members).to eq([pete.id])
    end

    it "is for staff, and never for administrators" do
      expect { described_class.new(pete).destroy(jane) }.to raise_error(
        described_class::PostsExistError,
      )
      expect { described_class.new(jane).destroy(pete) }.to raise_error(Discourse::InvalidAccess)
      expect { described_class.new(admin).destroy(admin) }.to raise_error(Discourse::InvalidAccess)
    end

    it "tells of it after the commit" do
      told = []
      listen(:user_destroyed) { |user| told << user.id }
      described_class.new(admin).destroy(pete)
      expect(told).to eq([pete.id])
    end
  end

  describe UsernameChanger do
    it "rewrites the old name in posts by SQL, and in notifications" do
      notification =
        Fabricate(:notification, user: pete, post: first_post, data: { username: "jane" }.to_json)
      Jobs.run_immediately!
      described_class.change(jane, "joan")

      expect(jane.reload.username_lower).to eq("joan")
      expect(first_post.reload).to have_attributes(
        raw: "Is @pete there? says @joan",
        user_id: jane.id,
      )
      expect(JSON.parse(notification.reload.data)).to eq("username" => "joan")
    end
  end

  describe UserAnonymizer do
    it "keeps posts, memberships and custom fields, and ends every login" do
      jane.upsert_custom_fields("favourite_tea" => "assam")
      UserAuthToken.generate!(user_id: jane.id)
      told = []
      listen(:user_anonymized) { |user:, **| told << user.id }
      described_class.make_anonymous(jane, admin)

      jane.reload
      expect(jane.username).to start_with("anon")
      expect(jane.email).to end_with("@anonymized.invalid")
      expect(jane.custom_fields["favourite_tea"]).to eq("assam")
      expect(UserAuthToken.where(user_id: jane.id)).to be_empty
      expect(members).to contain_exactly(jane.id, pete.id)
      expect(first_post.reload.user_id).to eq(jane.id)
      expect(told).to eq([jane.id])
    end
  end

  describe UserMerger do
    fab!(:joan) { Fabricate(:user, username: "joan", refresh_auto_groups: true) }

    it "gives posts, memberships, drafts and custom fields to the other account" do
      jane.upsert_custom_fields("favourite_tea" => "assam", "shoe_size" => "37")
      joan.upsert_custom_fields("shoe_size" => "39")
      Fabricate(:draft, user: jane)
      during = nil
      listen(:merging_users) do |source, target|
        during =
          [source, target].map do |user|
            UserCustomField.where(user_id: user.id).pluck(:name, :value).to_h
          end
      end
      described_class.new(jane, joan, admin).merge!

      expect(during).to eq(
        [{ "shoe_size" => "37" }, { "favourite_tea" => "assam", "shoe_size" => "39" }],
      )
      expect(User.exists?(jane.id)).to eq(false)
      expect(members).to contain_exactly(joan.id, pete.id)
      expect(first_post.reload).to have_attributes(user_id: joan.id, version: 1)
      expect(message.reload.user_id).to eq(joan.id)
      expect(Draft.where(user_id: joan.id).count).to eq(1)
    end

    it "leaves the other's own where both have something" do
      both = Fabricate(:private_message_topic, user: jane, recipient: joan)
      described_class.new(jane, joan, admin).merge!
      expect(TopicAllowedUser.where(topic_id: both.id).pluck(:user_id)).to eq([joan.id])
    end
  end

  describe PostOwnerChanger do
    it "asks nobody whether the new owner may write there" do
      stranger = Fabricate(:user)
      described_class.new(
        topic_id: message.id,
        post_ids: [first_post.id],
        new_owner: stranger,
        acting_user: admin,
      ).change_owner!
      expect(first_post.reload.user_id).to eq(stranger.id)
      expect(first_post.revisions.last.modifications["user_id"]).to eq([jane.id, stranger.id])
      expect(members).not_to include(stranger.id)
    end
  end
end

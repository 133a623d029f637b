# frozen_string_literal: true

# Free text about a post that core, and plugins that come with it, store elsewhere. On a site without one of these
# plugins its examples are skipped.
RSpec.describe EncryptedMessages::TextBesideExtension do
  include StoredText

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:group)

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary, admin)
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:ordinary) { Fabricate(:private_message_post, user: jane, recipient: pete) }
  let(:words) { "by the lighthouse" }

  def self.with(*names, &examples)
    missing = names.reject(&:safe_constantize)
    context("with #{names.join(", ")}") do
      next class_exec(&examples) if missing.empty?
      it("is no door", skip: "this site has no #{missing.join(", ")}") { raise }
    end
  end

  def expect_refused(record)
    [true, false].each do |enabled|
      SiteSetting.encrypted_messages_enabled = enabled
      expect(record.save).to eq(false)
      expect(record.errors[:base]).to include(I18n.t("encrypted_messages.errors.plaintext_beside"))
      expect(record.save(validate: false)).to eq(false)
    end
    expect(tables_with(words)).to be_empty
  end

  it "refuses a bookmark's name, also later and of a deleted post (H25)" do
    [first_post, topic].each do |bookmarkable|
      expect_refused(Bookmark.new(user: pete, bookmarkable:, name: words))
      bookmark = Bookmark.create!(user: pete, bookmarkable:)
      bookmark.name = words
      expect_refused(bookmark)
    end

    bookmark = Bookmark.find_by(bookmarkable: first_post)
    first_post.trash!(admin)
    bookmark.reload.name = words
    expect_refused(bookmark)

    expect(Bookmark.new(user: pete, bookmarkable: ordinary, name: words).save).to eq(true)
  end

  it "tells the member why a bookmark gets no name (H25)" do
    manager = BookmarkManager.new(pete)
    target = { bookmarkable_id: first_post.id, bookmarkable_type: "Post" }
    manager.create_for(**target, name: words)
    expect(manager.errors.full_messages).to eq(
      [I18n.t("encrypted_messages.errors.plaintext_beside")],
    )
    expect(manager.create_for(**target)).to be_persisted
  end

  with "DiscourseBoosts::Boost" do
    it "refuses a boost, which its author would be told as well (H25)" do
      expect_refused(DiscourseBoosts::Boost.new(post: first_post, user: pete, raw: words))
      expect(DiscourseBoosts::Boost.new(post: ordinary, user: pete, raw: words).save).to eq(true)
    end

    it "is not offered either (H25)" do
      SiteSetting.discourse_boosts_enabled = true
      offered =
        [first_post, ordinary].map do |post|
          # the plugin serializes it where its boosts were preloaded
          post.association(:boosts).load_target if Post.reflect_on_association(:boosts)
          PostSerializer.new(post, scope: Guardian.new(pete), root: false).as_json[:can_boost]
        end
      expect(offered).to eq([false, true])
    end
  end

  with "PostVotingComment" do
    it "refuses a comment (H25)" do
      expect_refused(PostVotingComment.new(post: first_post, user: pete, raw: +words))
    end
  end

  with "SuggestedEdit" do
    it "refuses a suggestion, and the reason for it (H25)" do
      [{ raw_suggestion: words }, { raw_suggestion: "Other words", reason: words }].each do |texts|
        rest = { post: first_post, user: pete, base_post_version: 1, status: :pending }
        expect_refused(SuggestedEdit.new(**rest, **texts))
      end
      expect(SuggestedEdit.exists?).to eq(false)
    end
  end

  with "SharedEditRevision" do
    it "shares no editor, in which each key would be stored (H25)" do
      expect { SharedEditRevision.toggle_shared_edits!(first_post.id, true) }.to raise_error(
        ActiveRecord::RecordInvalid,
      )
      expect(first_post.reload.custom_fields).not_to have_key("shared_edits_enabled")
      expect(SharedEditRevision.exists?).to eq(false)
    end

    it "takes no revision, which its model writes by SQL (H25)" do
      revision = { user_id: pete.id, client_id: "a", version: 0, revision: words, raw: words }
      [true, false].each do |enabled|
        SiteSetting.encrypted_messages_enabled = enabled
        expect { SharedEditRevision.revise!(post_id: first_post.id, **revision) }.to raise_error(
          Discourse::InvalidAccess,
          I18n.t("encrypted_messages.errors.plaintext_beside"),
        )
      end
      expect(tables_with(words)).to be_empty
      expect(SharedEditRevision.revise!(post_id: ordinary.id, **revision).first).to eq(1)
    end
  end

  with "Assignment", "Assigner" do
    before { SiteSetting.assign_enabled = true if SiteSetting.respond_to?(:assign_enabled) }

    def assignment(target, **attributes)
      people = { assigned_to: pete, assigned_by_user: admin }
      Assignment.new(target:, topic:, **people, **attributes)
    end

    it "refuses a note with an assignment, of the message or of a post (H25)" do
      [topic, first_post].each { |target| expect_refused(assignment(target, note: words)) }
    end

    it "refuses a note that is added later (H25)" do
      made = assignment(topic)
      made.save!
      made.note = words
      expect_refused(made)
    end

    it "lets a message be assigned without words (H25)" do
      expect(assignment(topic).save).to eq(true)
      ordinary_one =
        Assignment.new(
          target: ordinary.topic,
          topic: ordinary.topic,
          assigned_to: pete,
          assigned_by_user: admin,
          note: words,
        )
      expect(ordinary_one.save).to eq(true)
    end

    it "loses no assignment where a note is refused with the next (H25)" do
      assignment(topic).save!
      expect { Assigner.new(topic, admin).assign(jane, note: words) }.to raise_error(
        Discourse::InvalidAccess,
        I18n.t("encrypted_messages.errors.plaintext_beside"),
      )
      expect(Assignment.find_by(target: topic).assigned_to).to eq(pete)
      expect(tables_with(words)).to be_empty
    end

    it "makes nobody a member by `invite_on_assign`, though staff may invite (H25)" do
      SiteSetting.invite_on_assign = true
      group.add(mary)
      members = topic.topic_allowed_users.pluck(:user_id)
      [mary, admin, group].product([topic, first_post], [admin, jane]) do |assignee, target, by|
        expect { Assigner.new(target, by).assign(assignee) }.to raise_error(StandardError) { |error|
          expect([Discourse::InvalidAccess, Topic::NotAllowed]).to include(error.class)
        }
      end
      expect(topic.topic_allowed_users.pluck(:user_id)).to match_array(members)
      expect(topic.topic_allowed_groups).to be_empty
      expect(Assignment.exists?).to eq(false)
    end
  end
end

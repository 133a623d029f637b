# frozen_string_literal: true

# The site is killed, its answer lost, its connection cut, or the page closed, at every request of what members do. The
# requests are those of a run in which nothing fails. By default at those that write; at all with ALL_FAULTS=1.
describe "Encrypted messages on a site that fails" do
  include_context "with deeds that fail"

  let(:word) { marker }
  let(:title) { "Harbour #{marker}" }
  let(:old_secret) { "seven #{marker} herons" }
  let(:new_secret) { "nineteen #{marker} kettles" }

  def give_keys_to_all
    give_keys(@me, @other, @third, secrets: { @me => old_secret })
  end

  def start_conversation_of(*others)
    give_keys_to_all
    @topic = start_encrypted(from: @me, to: others, title:, body: "First, #{word}")
  end

  def open_conversation
    encrypted_topic.visit(@topic)
    expect(encrypted_topic).to have_open_post(1, word)
  end

  def seen_open?(number, text)
    post = encrypted_topic.post_selector(number)
    seen?("#{post} .encrypted-messages-post[data-state=open]", text:)
  end

  def fill_new_secret(secret)
    PageObjects::Components::EncryptedMessagesNewSecret.new.choose_own(secret)
  end

  def submit_modal
    find(".d-modal .form-kit__button.btn-primary").click
  end

  def stored_identity
    EncryptedMessages::Identity.new(@me).stored
  end

  def members
    TopicAllowedUser.where(topic_id: @topic.id).pluck(:user_id)
  end

  def read_by(member, post = @topic.first_post)
    prepared.fetch(member).read_post(post.reload, granter: prepared.fetch(@me).card)
  end

  # On a device that has none of the member's keys.
  def expect_secret_to_open(secret)
    as(@me, device: "phone#{@run}") do
      preferences.visit(@me)
      find(".encrypted-messages-preferences .encrypted-messages-unlock").click
      modal = PageObjects::Modals::EncryptedMessagesUnlock.new.submit(secret)
      expect(modal).to be_closed
      expect(preferences).to have_deactivate_button
      yield if block_given?
    end
  end

  deed "enable" do
    def prepare
    end

    def ready
      preferences.visit(@me).open_modal
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".encrypted-messages-status", text: I18n.t("js.encrypted_messages.preferences.enabled"))
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:card]
      ready
      act
    end

    def check
      expect(stored_identity[:version]).to eq(1)
      expect_secret_to_open(new_secret)
    end
  end

  deed "change the secret" do
    def prepare
      start_conversation_of(@other)
      @before = stored_identity
    end

    def ready
      preferences.visit(@me)
      find(".encrypted-messages-change-secret").click
      find(".d-modal [name=oldSecret]").fill_in(with: old_secret)
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".fk-d-default-toast")
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:version] > @before[:version]
      ready
      act
    end

    def check
      expect(stored_identity[:card]).to eq(@before[:card])
      expect_secret_to_open(new_secret) { open_conversation }
    end
  end

  deed "reset" do
    def prepare
      start_conversation_of(@other)
      @before = stored_identity
    end

    def ready
      preferences.visit(@me).open_emergency
      find(".encrypted-messages-reset-encryption").click
      find(".d-modal [name=confirmation]").fill_in(with: @me.username)
      fill_new_secret(new_secret)
    end

    def act
      submit_modal
    end

    def done?
      seen?(".fk-d-default-toast")
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def again
      return @done = true if stored_identity[:card] != @before[:card]
      ready
      act
    end

    def check
      expect(stored_identity[:card]).not_to eq(@before[:card])
      expect_secret_to_open(new_secret)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "a new conversation" do
    def prepare
      give_keys_to_all
    end

    def ready
      composer.open_new_message(@other).tick.fill(title:, body: "First, #{word}")
    end

    def act
      composer.submit
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

    def again
      return encrypted_topic.visit(started.first) if started.any?
      ready
      act
    end

    def check
      @topic = started.sole
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("First, #{word}")
    end
  end

  deed "a reply" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.open_reply.fill(body: "Second, #{word}")
    end

    def act
      composer.submit
    end

    def done?
      seen_open?(2, "Second, #{word}")
    end

    def kept?
      composer.has_body_text?("Second, #{word}")
    end

    def again
      open_conversation
      return if @topic.posts.count > 1
      encrypted_topic.open_reply.fill(body: "Second, #{word}")
      act
    end

    def check
      expect(@topic.posts.count).to eq(2)
      expect(read_by(@other, @topic.posts.find_by(post_number: 2)).text).to eq("Second, #{word}")
    end
  end

  deed "an edit" do
    def prepare
      start_conversation_of(@other)
    end

    def ready
      open_conversation
      encrypted_topic.edit(1).fill(body: "Changed, #{word}")
    end

    def act
      composer.submit
    end

    def done?
      seen_open?(1, "Changed, #{word}")
    end

    def kept?
      composer.has_body_text?("Changed, #{word}")
    end

    def again
      open_conversation
      return if EncryptedMessages::Envelope.stored(@topic.first_post.reload.raw).revision > 1
      encrypted_topic.edit(1).fill(body: "Changed, #{word}")
      act
    end

    def check
      expect(@topic.posts.count).to eq(1)
      expect(read_by(@other).text).to eq("Changed, #{word}")
    end
  end

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

    def again
      open_conversation
      return if members.include?(@third.id)
      encrypted_topic.open_invite.choose(@third.username)
      act
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

    def again
      open_conversation
      act if members.include?(@third.id)
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

    # The page stays where it is where the site says to the second attempt that they are not there.
    def try_again
      again
    end

    def again
      return @done = true if members.exclude?(@me.id)
      open_conversation
      act
    end

    def check
      expect(members).to contain_exactly(@other.id)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "a mark in the address book" do
    def prepare
      give_keys_to_all
      @before = EncryptedMessages::AddressBook.new(@me).version
    end

    def profile
      PageObjects::Pages::EncryptedMessagesProfile.new
    end

    def ready
      profile.visit(@other).compare
      expect(PageObjects::Modals::EncryptedMessagesSafetyNumber.new.number.size).to eq(12)
    end

    def act
      PageObjects::Modals::EncryptedMessagesSafetyNumber.new.say_same
    end

    def done?
      !seen?(".encrypted-messages-number-modal") &&
        seen?(profile.class::AREA, text: I18n.t("js.encrypted_messages.verified.profile"))
    end

    def again
      return profile.visit(@other) if EncryptedMessages::AddressBook.new(@me).version > @before
      ready
      act
    end

    def check
      as(@me) { expect(profile.visit(@other)).to have_verified }
    end
  end
end

# frozen_string_literal: true

# Members of every kind around one conversation, and requests of theirs that leave nothing behind.
RSpec.shared_context "with a request table" do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:former) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:outsider) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:keyless) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:moderator) { Fabricate(:moderator, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:group) { Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone]) }
  # not fab!: the key itself is to be had only when it is made
  let!(:api_key) { Fabricate(:api_key) }

  let(:conversation_id) { new_conversation_id(jane) }
  let(:topic) { Topic.find(topic_id) }
  let(:post_id) { @post_id }
  let(:topic_id) { @topic_id }

  # The member who makes the request that is being built.
  attr_reader :sender

  before do
    SiteSetting.encrypted_messages_enabled = true
    enable_encrypted_messages_for(jane, pete, former, outsider)
    @topic_id = start_conversation(jane, pete, former, conversation_id:).topic_id
    reply = reply_to(topic, pete)
    @post_id = reply.id
    # So that there is a revision.
    reply.revise(pete, { raw: an_edit }, force_new_version: true)
    topic.remove_allowed_user(admin, former)
    @sender = jane
    write_roster_entry(jane, topic, **without_former)
    host! "test.localhost"
  end

  def card_of(user)
    EncryptedMessages::Identity.new(user).stored[:card] || card_for(user)
  end

  def a_new_card
    card_for(sender, replaces: card_of(sender))
  end

  def a_name
    signed_name(sender, card: card_of(sender))
  end

  def version_of(user)
    EncryptedMessages::Identity.new(user).stored[:version]
  end

  # What follows the sender's own.
  def a_book
    next_book(sender, shards: [1])
  end

  def a_bag
    base64url(SecureRandom.bytes(60))
  end

  def a_backup
    backup
  end

  # The roster entry by which the sender adds the member, and what goes with it.
  def adding(member)
    entry = next_entry(topic, signer: sender, members: [jane, pete, member])
    {
      entry:,
      username: member.username,
      encrypted_keys: {
        member.id.to_s => keys_to(member, entry),
      },
    }
  end

  # The one by which the conversation is in its second epoch.
  def without_former
    members = [jane, pete]
    entry = next_entry(topic, signer: sender, members:, epoch: :next)
    keys = members.to_h { |member| [member.id.to_s, keys_to(member, entry).slice("2")] }
    { entry:, encrypted_keys: keys }
  end

  def keys_to(member, entry)
    [1, 2].to_h do |epoch|
      [epoch.to_s, grant(conversation_id:, member:, granter: sender, epoch:, entry:)]
    end
  end

  def newest_entry
    EncryptedMessages::RosterEntry.newest(topic_id).entry
  end

  def a_body
    encrypted_raw(conversation_id:, epoch:)
  end

  def an_edit
    edited_raw(Post.find(post_id), epoch:)
  end

  def a_draft
    "encrypted-message:v1:#{envelope(kind: :draft, conversation_id:)}"
  end

  def a_title
    edited_title(topic.reload, epoch:)
  end

  def epoch
    EncryptedMessages::RosterEntry.newest(topic_id).epoch
  end

  def user_of(actor)
    { anonymous: pete, starter: jane, participant: pete, api: pete, user_api: pete }.fetch(actor) do
      public_send(actor)
    end
  end

  # @param change [Hash] parameters in place of the right ones; nil leaves one out
  # @param ids [Hash] `topic_id`, `post_id` in place of the conversation's
  # @return [RequestTable::Answer]
  def ask(...)
    undone { ask_and_keep(...) }
  end

  def ask_and_keep(name, actor, change = {}, ids: {})
    verb, path, right = RequestTable::ENDPOINTS.fetch(name)
    @sender = user_of(actor)
    params = instance_exec(&right).merge(change)
    path = path.gsub(/:(topic_id|post_id)/) { ids.fetch($1.to_sym) { public_send($1) }.to_s }
    request_as(actor, verb, path, params)
  end

  def request_as(actor, verb, path, params)
    reset!
    host! "test.localhost"
    sign_in(@sender) if %i[anonymous api user_api].exclude?(actor)
    headers = { "Accept" => "application/json", **keys_of(actor) }
    options = verb == :get ? {} : { as: :json }
    path += ".json" if verb == :get && !path.end_with?("/raw")
    before = RequestTable.stored
    public_send(verb, path, params:, headers:, **options)
    RequestTable::Answer.new(response.status, response.body, RequestTable.stored == before)
  end

  def keys_of(actor)
    case actor
    when :api
      { "Api-Key" => api_key.key, "Api-Username" => @sender.username }
    when :user_api
      scopes = %w[read write].map { |name| Fabricate.build(:user_api_key_scope, name:) }
      { "User-Api-Key" => Fabricate(:user_api_key, user: @sender, scopes:).key }
    else
      {}
    end
  end

  # Rolls back what a request has stored, so that each one finds the same state.
  def undone
    result = nil
    ActiveRecord::Base.transaction(requires_new: true, joinable: false) do
      result = yield
      raise ActiveRecord::Rollback
    end
    result
  end
end

module RequestTable
  Answer =
    Struct.new(:status, :body, :stored_nothing) { alias_method :stored_nothing?, :stored_nothing }

  TABLES = %w[
    drafts
    encrypted_address_book_parts
    encrypted_conversation_keys
    encrypted_conversations
    encrypted_gone_members
    encrypted_posts
    encrypted_roster_entries
    notifications
    plugin_store_rows
    post_custom_fields
    post_revisions
    posts
    topic_allowed_groups
    topic_allowed_users
    topic_custom_fields
    topic_invites
    topics
    user_custom_fields
  ].freeze

  # Columns that core writes for an edit before it sees whether title and text are saved.
  BOOKKEEPING = {
    "posts" => %w[last_editor_id last_version_at public_version self_edits updated_at version],
    "topics" => %w[views],
  }.freeze

  # @return [Hash{String => String}] a digest of all rows, by table
  def self.stored
    TABLES.to_h do |table|
      row = "(to_jsonb(t) - ARRAY[:columns])::text"
      sql = "SELECT md5(string_agg(#{row}, '' ORDER BY #{row})) FROM #{table} t"
      [table, DB.query_single(sql, columns: BOOKKEEPING[table] || ["none"]).first]
    end
  end
end

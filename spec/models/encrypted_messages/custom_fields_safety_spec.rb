# frozen_string_literal: true

require "concurrent"

# Core's `save_custom_fields` makes the rows in the database those that an instance knows: it deletes what another has
# added since it was read, and puts back what another has changed. Logging in by DiscourseConnect ends in such a save.
RSpec.describe EncryptedMessages::UserExtension do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }

  let(:card) { card_for(jane) }
  let(:first_backup) { backup }
  let(:second_backup) { backup }

  before { enable_current_plugin }

  def store(backup, version:)
    store_identity(jane, card:, backup:, version:)
  end

  def stored
    EncryptedMessages::Identity.new(jane).stored
  end

  # An instance of the member that was read some time ago, and on which a field was set.
  def stale
    User.find(jane.id).tap { |instance| instance.custom_fields["seen_by"] = "somebody" }
  end

  def note
    UserCustomField.where(user_id: jane.id, name: "seen_by").pluck(:value)
  end

  ways = {
    "save!" => ->(user) { user.save! },
    "save_custom_fields" => ->(user) { user.save_custom_fields },
    "save_custom_fields(true)" => ->(user) { user.save_custom_fields(true) },
    "upsert_custom_fields" => ->(user) { user.upsert_custom_fields("seen_by" => "somebody") },
    "replacing them all" => ->(user) do
      user.custom_fields = { "seen_by" => "somebody" }
      user.save!
    end,
  }

  ways.each do |name, save|
    it "keeps keys from being deleted by a stale instance's #{name} (H20)" do
      instance = stale
      store(first_backup, version: 0)
      save.call(instance)

      expect(stored).to eq(card:, backup: first_backup, version: 1)
      expect(note).to eq(["somebody"])
    end

    it "lets no key be rolled back by a stale instance's #{name} (H20)" do
      store(first_backup, version: 0)
      instance = stale
      store(second_backup, version: 1)
      save.call(instance)

      expect(stored).to eq(card:, backup: second_backup, version: 2)
      expect(note).to eq(["somebody"])
    end
  end

  it "lets no save write keys that names them (H20)" do
    store(first_backup, version: 0)
    instance = stale
    EncryptedMessages::Identity::FIELDS.each { |field| instance.custom_fields[field] = "1" }
    instance.save!

    expect(stored).to eq(card:, backup: first_backup, version: 1)
  end

  it "shows none to core and plugins (H20, R18)" do
    store(first_backup, version: 0)
    expect(stale.custom_fields.keys).to eq(["seen_by"])
  end

  it "leaves their end to the account's" do
    store(first_backup, version: 0)
    UserDestroyer.new(Fabricate(:admin)).destroy(stale)
    expect(UserCustomField.where(user_id: jane.id)).to be_empty
  end

  describe "the database" do
    let(:index) { EncryptedMessages::Identity::UNIQUE_INDEX }

    it "has each of them once for each member (H20)" do
      store(first_backup, version: 0)
      copy =
        UserCustomField.find_by(user_id: jane.id, name: EncryptedMessages::Identity::BACKUP).dup
      expect { copy.save!(validate: false) }.to raise_error(ActiveRecord::RecordNotUnique)
    end

    it "has as many of others as they like" do
      2.times { |n| UserCustomField.create!(user_id: jane.id, name: "seen_by", value: n.to_s) }
      expect(note).to contain_exactly("0", "1")
    end
  end
end

# In threads, without a transaction around the example, so that each sees what the other has committed.
RSpec.describe EncryptedMessages::Identity do
  include ThreadsAtOnce

  self.use_transactional_tests = false

  let!(:jane) do
    enable_current_plugin
    Fabricate(:user, refresh_auto_groups: true)
  end
  let(:card) { card_for(jane) }
  let(:backups) { Array.new(20) { backup } }
  let(:barrier) { Concurrent::CyclicBarrier.new(2) }

  after { jane.destroy! }

  def each_at_once
    backups.each_index do |n|
      user = User.find(jane.id)
      user.custom_fields["seen_by"] = n.to_s
      barrier.wait(10)
      yield user, n
    end
  end

  it "neither loses nor doubles anything by saves in two threads (H20)" do
    writer = -> do
      each_at_once do |user, version|
        store_identity(user, card:, backup: backups[version], version:)
      end
    end
    saver = -> { each_at_once { |user| user.save! } }
    in_threads([writer, saver], &:call)

    expect(UserCustomField.where(user_id: jane.id).pluck(:name, :value)).to contain_exactly(
      [described_class::BACKUP, backups.last],
      [described_class::CARD, card],
      [described_class::VERSION, "20"],
      %w[seen_by 19],
    )
  end
end

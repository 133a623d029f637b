# frozen_string_literal: true

# Core's `UserAnonymizer` and `UserMerger` tell of what they do by these events. Custom fields outlive both: the first leaves
# them as they are, the second gives them to the other account, which they are of no use to.
RSpec.describe EncryptedMessages::Identity do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let!(:card_of_pete) { card_for(pete) }

  before do
    enable_current_plugin
    described_class.new(jane).store!(card: card_for(jane), backup:, version: 0)
    described_class.new(pete).store!(card: card_of_pete, backup:, version: 0)
  end

  def expect_only_petes
    expect(UserCustomField.where(user_id: jane.id)).to be_empty
    expect(described_class.cards([jane.id, pete.id])).to eq(pete.id => card_of_pete)
  end

  it "goes when a member is anonymized" do
    DiscourseEvent.trigger(:user_anonymized, user: jane, opts: {})
    expect_only_petes
  end

  it "goes when an account is merged into another, whose own stays" do
    DiscourseEvent.trigger(:merging_users, jane, pete)
    expect_only_petes
  end
end

# frozen_string_literal: true

RSpec.describe UserActionManager do
  it "records who wrote to whom" do
    described_class.enable
    sender = Fabricate(:user, refresh_auto_groups: true)
    recipient = Fabricate(:user)
    message =
      create_post(
        user: sender,
        archetype: Archetype.private_message,
        target_usernames: recipient.username,
      ).topic

    expect(
      UserAction.where(target_topic_id: message.id).pluck(:action_type, :user_id),
    ).to contain_exactly(
      [UserAction::NEW_PRIVATE_MESSAGE, sender.id],
      [UserAction::GOT_PRIVATE_MESSAGE, recipient.id],
    )
  end
end

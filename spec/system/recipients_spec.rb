# frozen_string_literal: true

describe "Recipients of an encrypted message" do
  include_context "with encrypted members"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }

  before { give_keys(jane, pete) }

  it "must all have encrypted messaging enabled, from the first to the last moment" do
    as(jane) do
      composer.open_new_message(pete, karl).tick
      expect(composer).to have_refusal(karl.username)
      expect(composer).to have_unticked_box
      expect(composer).to have_no_panel

      composer.open_new_message(pete).tick.fill(title: "Pier #{marker}", body: "Wait at #{marker}")
      PageObjects::Components::Composer.new.select_pm_user(karl.username)
      composer.submit
      expect(composer).to have_refusal(karl.username)
    end
    expect(Topic.private_messages).to be_empty
  end

  it "are those it was written to, until a key is given to somebody else" do
    topic = send_encrypted(from: jane, to: pete, title: "Pier #{marker}", body: "Wait at #{marker}")
    expect { topic.invite(jane, karl.username) }.to raise_error(Topic::NotAllowed)
    expect(topic.reload.allowed_users).to contain_exactly(jane, pete)
  end
end

# frozen_string_literal: true

describe "The history of encrypted posts" do
  include_context "with encrypted members"

  fab!(:admin) { Fabricate(:admin, username: "admin", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:before) { "six #{marker}" }
  let(:after) { "seven #{marker}" }
  let(:answer) { "eight #{marker}" }
  let(:better_answer) { "nine #{marker}" }
  let(:dialog) { find(".encrypted-messages-history") }

  before do
    SiteSetting.editing_grace_period = 0 # every edit makes a version
    give_keys(jane, pete)
  end

  def open_history(number)
    find("#post_#{number} .post-info.edits .btn").click
    expect(page).to have_css(".encrypted-messages-history__versions[aria-busy=false]")
  end

  def close_history
    find(".encrypted-messages-history .modal-close").click
    expect(page).to have_no_css(".encrypted-messages-history")
  end

  def expect_versions(old, new)
    within(".encrypted-messages-history__versions") do
      expect(page).to have_css("[data-version=before]", text: old)
      expect(page).to have_css("[data-version=after]", text: new)
      expect(page).to have_css("[data-version=before] del", text: old.split.first)
      expect(page).to have_css("[data-version=after] ins", text: new.split.first)
    end
  end

  it "is read by those who take part, and by nobody else (R9, R20)" do
    topic = start_encrypted(from: jane, to: pete, title:, body: "We sail at #{before}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic.edit(1).fill(body: "We sail at #{after}").submit).to be_closed
      expect(encrypted_topic).to have_open_post(1, after)
    end

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, after)
      open_history(1)
      expect_versions(before, after)
      close_history

      encrypted_topic.reply("I come at #{answer}")
      expect(encrypted_topic).to have_open_post(2, answer)
      expect(encrypted_topic.edit(2).fill(body: "I come at #{better_answer}").submit).to be_closed
      expect(encrypted_topic).to have_open_post(2, better_answer)
    end

    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, better_answer)
      open_history(2)
      expect_versions(answer, better_answer)
      expect(dialog).to have_text("Edited by pete")
    end

    as(admin) do
      encrypted_topic.visit(topic)
      open_history(1)
      expect(page).to have_css(".encrypted-messages-history .encrypted-messages-locked")
      expect(page).to have_no_css(".encrypted-messages-history [data-version]")
      [before, after].each { |text| expect(page).to have_no_text(text) }
    end
  end
end

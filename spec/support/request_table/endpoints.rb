# frozen_string_literal: true

# Every endpoint of the plugin, and those of core's that the plugin adds to: as data, for
# `requests/encrypted_messages/endpoints_spec.rb`.
module RequestTable
  # Name (of the plugin's own: controller#action) => verb, path, and a right request of `sender`, who
  # may be anybody: what depends on them is theirs. `topic` is the conversation of jane and pete.
  ENDPOINTS = {
    "identity#show" => [:get, "/encrypted-messages/identity", -> { {} }],
    "identity#update" => [
      :put,
      "/encrypted-messages/identity",
      -> do
        {
          card: card_of(sender),
          backup: a_backup,
          version: version_of(sender),
          address_book: a_book,
        }
      end,
    ],
    "identity#losses" => [:get, "/encrypted-messages/identity/losses", -> { {} }],
    "identity#drafts" => [:get, "/encrypted-messages/identity/drafts", -> { {} }],
    "identity#replace" => [
      :post,
      "/encrypted-messages/identity/replacement",
      -> do
        { card: a_new_card, backup: a_backup, version: version_of(sender), address_book: a_book }
      end,
    ],
    "address_book#show" => [:get, "/encrypted-messages/address-book", -> { {} }],
    "address_book#update" => [:put, "/encrypted-messages/address-book", -> { a_book }],
    "identity#publish_name" => [:put, "/encrypted-messages/identity/name", -> { { name: a_name } }],
    "identities#index" => [
      :get,
      "/encrypted-messages/identities",
      -> { { usernames: [jane.username, pete.username] } },
    ],
    "conversations#index" => [
      :get,
      "/encrypted-messages/conversations",
      -> { { topic_ids: [topic_id] } },
    ],
    "key_bags#update" => [
      :put,
      "/encrypted-messages/key-bags",
      -> do
        {
          fingerprint: EncryptedMessages::Card.fingerprint(card_of(sender)),
          bags: {
            topic_id => {
              "1" => a_bag,
            },
          },
        }
      end,
    ],
    "rosters#index" => [:get, "/encrypted-messages/rosters", -> { { topics: { topic_id => 0 } } }],
    "rosters#create" => [
      :post,
      "/encrypted-messages/topics/:topic_id/roster",
      -> { adding(outsider) },
    ],
    "rosters#give" => [
      :post,
      "/encrypted-messages/topics/:topic_id/keys",
      -> { { encrypted_keys: { jane.id.to_s => keys_to(jane, newest_entry) } } },
    ],
    "admin_report#show" => [:get, "/encrypted-messages/admin/report", -> { {} }],
    "start" => [:post, "/posts", -> { new_message_params(sender:, recipients: [jane]) }],
    "reply" => [:post, "/posts", -> { { topic_id: topic_id, raw: a_body } }],
    "edit" => [:put, "/posts/:post_id", -> { { post: { raw: an_edit } } }],
    "title" => [:put, "/t/-/:topic_id", -> { { encrypted_title: a_title } }],
    "draft" => [
      :post,
      "/drafts",
      -> { { draft_key: "topic_#{topic_id}", sequence: 0, data: { reply: a_draft }.to_json } },
    ],
    "invite" => [:post, "/t/:topic_id/invite", -> { { user: outsider.username } }],
    "invite group" => [:post, "/t/:topic_id/invite-group", -> { { group: group.name } }],
    "remove" => [:put, "/t/:topic_id/remove-allowed-user", -> { { username: pete.username } }],
    "read topic" => [:get, "/t/:topic_id", -> { {} }],
    "read post" => [:get, "/posts/:post_id", -> { {} }],
    "read revision" => [:get, "/posts/:post_id/revisions/latest", -> { {} }],
    "read raw" => [:get, "/posts/:post_id/raw", -> { {} }],
  }.freeze

  # Who gets what, with a right request. jane has started the conversation; pete, the participant, has
  # written the post; a former participant was removed; an outsider has keys, but not to this, and who
  # is keyless has none at all. By the API: an
  # administrator's key, acting as pete, and a key that pete has given to an application.
  WHO = <<~TABLE
                      anonymous  keyless  outsider  former  starter  participant  moderator  admin  api  user_api
    identity#show     403        404      200       200     200      200          404        404    403    403
    identity#update   403        200      200       200     200      200          200        200    403    403
    identity#losses   403        200      200       200     200      200          200        200    403    403
    identity#drafts   403        200      200       200     200      200          200        200    403    403
    identity#replace  403        422      200       200     200      200          422        422    403    403
    address_book#show  403       404      200       200     200      200          404        404    403    403
    address_book#update  403     404      200       200     200      200          404        404    403    403
    identity#publish_name  403   400      200       200     200      200          400        400    403    403
    identities#index  403        200      200       200     200      200          200        200    200    200
    conversations#index  403     200      200       200     200      200          200        200    200    200
    key_bags#update   403        409      200       200     200      200          409        409    403    403
    rosters#index     403        200      200       200     200      200          200        200    200    200
    rosters#create    403        404      404       404     200      200          404        404    403    403
    rosters#give      403        404      404       404     200      200          404        404    403    403
    admin_report#show  403        403      403       403     403      403          403        200    403    403
    start             403        422      200       200     200      200          422        422    200    200
    reply             403        422      422       422     200      200          422        422    200    200
    edit              403        403      403       403     403      200          403        403    200    200
    title             403        403      403       403     200      403          403        422    403    403
    draft             403        200      200       200     200      200          200        200    200    200
    invite            403        403      403       403     422      422          403        403    422    422
    invite group      403        403      403       403     403      403          403        403    403    403
    remove            403        403      403       403     403      200          200        200    200    200
    read topic        404        404      404       404     200      200          404        200    200    200
    read post         403        403      403       403     200      200          403        200    200    200
    read revision     403        403      403       403     200      200          403        200    200    200
    read raw          404        404      404       404     200      200          404        200    200    200
  TABLE

  # Those of the plugin itself.
  def self.own
    ENDPOINTS.keys.grep(/#/)
  end

  # @return [Hash{String => Hash{Symbol => Integer}}] statuses by endpoint and actor
  def self.who
    head, *rows = WHO.lines.map { |line| line.strip.split(/\s{2,}/) }
    rows.to_h { |name, *statuses| [name, head.map(&:to_sym).zip(statuses.map(&:to_i)).to_h] }
  end
end

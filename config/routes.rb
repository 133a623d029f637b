# frozen_string_literal: true

EncryptedMessages::Engine.routes.draw do
  get "/identity" => "identity#show"
  put "/identity" => "identity#update"
  put "/identity/name" => "identity#publish_name"
  get "/identity/losses" => "identity#losses"
  get "/identity/drafts" => "identity#drafts"
  post "/identity/replacement" => "identity#replace"
  get "/address-book" => "address_book#show"
  put "/address-book" => "address_book#update"
  get "/identities" => "identities#index"
  get "/admin/report" => "admin_report#show"
  get "/conversations" => "conversations#index"
  put "/key-bags" => "key_bags#update"
  get "/rosters" => "rosters#index"
  post "/topics/:topic_id/roster" => "rosters#create"
  post "/topics/:topic_id/keys" => "rosters#give"
end

Discourse::Application.routes.draw do
  mount ::EncryptedMessages::Engine, at: "/encrypted-messages"

  # The page itself, visited or reloaded: core knows a plugin's first page and its settings only.
  get "/admin/plugins/discourse-encrypted-messages/report" => "encrypted_messages/admin_report#show"
end

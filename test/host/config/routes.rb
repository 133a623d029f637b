# frozen_string_literal: true

Discourse::Application.routes.draw do
  username = { username: %r{[^/]+?}, format: /json|html/ }

  get "/extra-locales/:digest/:locale/:bundle" => "extra_locales#show",
      :constraints => {
        format: :js,
      }
  mount ClientAssets.server => "/assets"
  Discourse.plugins.each do |plugin|
    mount ClientAssets.server(File.join(plugin.directory, "public")) => "/plugins/#{plugin.name}"
  end

  get "/letter_avatar_proxy/:version/letter/:letter/:color/:size.png" => "letter_avatars#show",
      :constraints => {
        letter: %r{[^/]+},
        size: /\d+/,
      },
      :format => false

  get "/site" => "site#site"

  get "/session/csrf" => "session#csrf"
  get "/session/current" => "session#current"
  get "/session/:session_id/become" => "session#become", :constraints => { session_id: %r{[^/]+?} }
  post "/session" => "session#create"
  delete "/session/:username" => "session#destroy", :constraints => username

  get "/posts/by_number/:topic_id/:post_number" => "posts#by_number"
  get "/posts/:id/cooked" => "posts#cooked"
  get "/posts/:id/raw" => "posts#markdown_id"
  get "/posts/:post_id/revisions/latest" => "posts#latest_revision"
  get "/posts/:post_id/revisions/:revision" => "posts#revisions"
  put "/posts/:post_id/recover" => "posts#recover"
  get "/posts/:id/replies" => "posts#replies"
  get "/posts/:id/reply-history" => "posts#reply_history"
  scope constraints: { format: /(json|rss)/ } do
    get "/posts" => "posts#latest", :id => "latest_posts"
    get "/private-posts" => "posts#latest", :id => "private_posts"
  end
  put "/posts/:post_id/revisions/:revision/revert" => "posts#revert"
  put "/posts/:post_id/wiki" => "posts#wiki"
  put "/posts/:post_id/post_type" => "posts#post_type"
  put "/posts/:post_id/locked" => "posts#locked"
  put "/posts/:post_id/notice" => "posts#notice"
  put "/posts/merge_posts" => "posts#merge_posts"
  resources :post_actions, only: %i[create destroy]
  get "/review" => "reviewables#index"
  put "/review/:reviewable_id/perform/:action_id" => "reviewables#perform"
  resources :posts, only: %i[create show update destroy]
  get "/raw/:topic_id(/:post_number)" => "posts#markdown_num"

  resources :drafts, only: %i[index create show destroy], constraints: { id: %r{[^/]+?} }

  post "/topics/timings" => "topics#timings"
  scope "/topics", constraints: username do
    get "/private-messages/:username" => "list#private_messages", :as => "topics_private_messages"
    get "/private-messages-sent/:username" => "list#private_messages_sent"
  end
  get "/latest" => "list#latest"

  scope constraints: { topic_id: /\d+/ } do
    get "/t/:slug/:topic_id.rss" => "topics#feed", :format => :rss
    get "/t/:topic_id/posts" => "topics#posts"
  end
  put "/t/:id/convert-topic/:type" => "topics#convert_topic"
  post "/t/:topic_id/invite" => "topics#invite"
  post "/t/:topic_id/invite-group" => "topics#invite_group"
  put "/t/:topic_id/remove-allowed-user" => "topics#remove_allowed_user"
  put "/t/:topic_id/status" => "topics#status"
  post "/t/:topic_id/move-posts" => "topics#move_posts"
  post "/t/:topic_id/merge-topic" => "topics#merge_topic"
  post "/t/:topic_id/change-owner" => "topics#change_post_owners"
  post "/t/:topic_id/timer" => "topics#timer"
  put "/t/:topic_id/publish" => "topics#publish"
  put "/t/:topic_id/make-banner" => "topics#make_banner"
  put "/t/:id/archive-message" => "topics#archive_message"
  put "/t/:id/move-to-inbox" => "topics#move_to_inbox"
  put "/topics/bulk" => "topics#bulk"
  post "/t/:topic_id/notifications" => "topics#notifications"
  put "/t/:slug/:topic_id" => "topics#update", :constraints => { topic_id: /\d+/ }
  put "/t/:topic_id" => "topics#update", :constraints => { topic_id: /\d+/ }
  get "/t/:id" => "topics#show"
  scope constraints: { id: /\d+/, post_number: /\d+/ } do
    get "/t/:id/:post_number" => "topics#show"
    get "/t/:slug/:id" => "topics#show"
    get "/t/:slug/:id/:post_number" => "topics#show"
  end

  put "/pub/by-topic/:topic_id" => "published_pages#upsert"
  post "/post_localizations/create_or_update" => "post_localizations#create_or_update"

  get "/notifications" => "notifications#index"
  put "/notifications/mark-read" => "notifications#mark_read"

  get "/u/search/users" => "users#search_users"
  scope "/u/:username", constraints: username do
    get "/" => "users#show", :as => "user"
    put "/" => "users#update"
    get "/emails" => "users#check_emails"
    post "/preferences/revoke-auth-token" => "users#revoke_auth_token"
    get "/user-menu-private-messages" => "users#user_menu_messages"
    get "/user-menu-bookmarks" => "users#user_menu_bookmarks"
  end
  scope "/u/:username", constraints: { username: %r{[^/]+?} } do
    %i[json ics].each do |format|
      get "/bookmarks.#{format}" => "users#bookmarks", :format => format
    end
    %i[json rss].each do |format|
      get "/activity.#{format}" => "posts#user_posts_feed", :format => format
    end
  end

  resources :bookmarks, only: %i[create destroy]
  get "/user_actions" => "user_actions#index"

  get "/composer_messages" => "lookups#composer_messages"
  get "/composer/mentions" => "lookups#mentions"
  get "/onebox" => "lookups#onebox"
  get "/inline-onebox" => "lookups#inline_onebox"
  get "/hashtags" => "lookups#hashtags"
  get "/hashtags/search" => "lookups#search_hashtags"
  post "/clicks/track" => "clicks#track"
  get "/search" => "search#show"

  namespace :admin do
    resource :impersonate, only: %i[create], controller: "impersonate"
    resources :site_settings, only: %i[index update]
    get "plugins/:plugin_id" => "plugins#show", :constraints => { format: :json }
    # Of a plugin's pages core routes the first and its settings; others are the plugin's to route.
    get "(*path)" => "admin#index",
        :format => false,
        :constraints => ->(request) do
          !request.path.match?(%r{\A/admin/plugins/[^/]+/(?!settings\z)})
        end
  end

  root to: "static#show"

  get "/srv/status" => ->(_env) { [200, { "Content-Type" => "text/plain" }, ["ok"]] }
end

# Whatever else a browser visits is the client's to route. Appended, so that the routes of plugins come first.
Discourse::Application.routes.append { get "*path" => "static#show" }

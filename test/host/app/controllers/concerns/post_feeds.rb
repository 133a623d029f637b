# frozen_string_literal: true

# Posts for programs that read feeds; part of PostsController in core.
module PostFeeds
  LIMIT = 50

  # GET /posts.rss, /private-posts.rss and as JSON, which holds the raw as well. Administrators get
  # everybody's private posts.
  def latest
    private_posts = params[:id] == "private_posts"
    raise Discourse::NotFound if private_posts && current_user.nil?

    posts = private_posts ? readable_private_posts : Post.public_posts.visible
    render_feed(
      posts.order(id: :desc),
      "#{SiteSetting.title} - #{private_posts ? "private posts" : "posts"}",
      root: params[:id],
      add_raw: true,
      add_excerpt: true,
      add_title: true,
    )
  end

  # GET /u/:username/activity.rss: what everybody can see.
  def user_posts_feed
    user = fetch_user_from_params
    posts = Post.public_posts.visible.where(user_id: user.id).order(created_at: :desc)
    render_feed(posts, "#{SiteSetting.title} - #{user.username}", add_excerpt: true)
  end

  private

  def readable_private_posts
    return Post.private_posts if current_user.admin?
    Post.private_posts.where(topic_id: Topic.private_messages_for_user(current_user).select(:id))
  end

  def render_feed(posts, title, serializer_options)
    @posts = posts.includes(:user, :topic).limit(LIMIT).to_a
    @title = title
    respond_to do |format|
      format.rss { render "posts/latest", formats: [:rss] }
      format.json { render_json_dump(serialize_data(@posts, PostSerializer, serializer_options)) }
    end
  end
end

# frozen_string_literal: true

# Fills the search tables: from the title and the cooked text, never from the raw.
class SearchIndexer
  POST_INDEX_VERSION = 5
  TOPIC_INDEX_VERSION = 4

  def self.enable
    @disabled = false
  end

  def self.disable
    @disabled = true
  end

  # @param object [Post, Topic]
  def self.index(object, force: false)
    return if @disabled && !force

    case object
    when Post
      index_post(object)
    when Topic
      update_index(table: "topic", id: object.id, a_weight: object.title)
      post = Post.find_by_number(object.id, 1)
      index_post(post) if post
    end
  end

  # One row: its words, and how it is found to be up to date.
  #
  # @yieldparam params [Hash] the columns, before they are written
  def self.update_index(table:, id:, a_weight: nil, b_weight: nil, c_weight: nil, d_weight: nil)
    weights = [a_weight, b_weight, c_weight, d_weight]
    words = weights.map(&:to_s).join(" ").squish
    params = {
      "raw_data" => table == "post" ? d_weight.to_s : words,
      "#{table}_id" => id,
      "locale" => SiteSetting.default_locale,
      "version" => const_get("#{table.upcase}_INDEX_VERSION"),
      "search_data" => DB.query_single("SELECT to_tsvector('english', ?)", words).first,
    }
    yield params if block_given?
    "#{table}_search_data".camelize.constantize.upsert(params)
  end

  def self.remove(post)
    DB.exec("DELETE FROM post_search_data WHERE post_id = ?", post.id)
  end

  def self.index_post(post)
    return remove(post) if post.trashed? || post.topic.blank?
    return if post.raw.blank?
    text = Nokogiri::HTML5.fragment(post.cooked).text.squish
    update_index(table: "post", id: post.id, a_weight: post.topic.title, d_weight: text) do |params|
      params["private_message"] = post.topic.private_message?
    end
  end
  private_class_method :index_post
end

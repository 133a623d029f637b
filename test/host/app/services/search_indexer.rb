# frozen_string_literal: true

# Fills the search tables: from the title and the cooked text, never from the raw.
class SearchIndexer
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
      upsert("topic", object.id, object.title)
      post = Post.find_by_number(object.id, 1)
      index_post(post) if post
    end
  end

  def self.remove(post)
    DB.exec("DELETE FROM post_search_data WHERE post_id = ?", post.id)
  end

  def self.index_post(post)
    return remove(post) if post.trashed? || post.topic.blank?
    text = Nokogiri::HTML5.fragment(post.cooked).text.squish
    upsert("post", post.id, "#{post.topic.title} #{text}")
  end
  private_class_method :index_post

  def self.upsert(model, id, text)
    DB.exec(<<~SQL, id: id, text: text)
      INSERT INTO #{model}_search_data (#{model}_id, search_data, raw_data)
      VALUES (:id, to_tsvector('english', :text), :text)
      ON CONFLICT (#{model}_id) DO UPDATE SET search_data = EXCLUDED.search_data, raw_data = EXCLUDED.raw_data
    SQL
  end
  private_class_method :upsert
end

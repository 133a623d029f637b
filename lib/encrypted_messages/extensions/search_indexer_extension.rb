# frozen_string_literal: true

module EncryptedMessages
  # All encrypted messages have the same placeholder, so a search for one of its words would find nothing else. They
  # have a row for search, or core would take them for missing and index them every two hours, but there is no word in
  # it. Filters such as "in:messages" still find them.
  module SearchIndexerExtension
    def index(object, force: false)
      topic = SearchIndexerExtension.topic(object)
      return super if topic&.encrypted_conversation.nil?
      return if @disabled

      post = object.is_a?(Post) ? object : topic.posts.find_by(post_number: 1)
      SearchIndexerExtension.index_without_words(post) if post&.raw.present?
    end

    def self.topic(object)
      object.is_a?(Post) ? object.topic : (object if object.is_a?(Topic))
    end

    def self.index_without_words(post)
      SearchIndexer.update_index(table: "post", id: post.id) do |row|
        row["private_message"] = true
        # what is shown of a post that is found; the words that are searched are in another column
        row["raw_data"] = Nokogiri::HTML5.fragment(post.cooked).text
      end
      SearchIndexer.update_index(table: "topic", id: post.topic_id) if post.is_first_post?
    end
  end
end

# frozen_string_literal: true

# Topics for a list, with what their rows need loaded in a few queries.
class TopicList
  extend OnPreload
  include Serializable

  attr_reader :filter, :current_user, :per_page, :more_topics_url

  def initialize(filter, current_user, topics, opts = {})
    @filter = filter
    @current_user = current_user
    @per_page = opts[:per_page] || TopicQuery::PER_PAGE
    @more_topics_url = opts[:more_topics_url]
    @topics_input = topics
  end

  # @return [Array<Topic>] with all that was preloaded
  def topics
    @topics ||= load_topics(@topics_input.to_a)
  end

  private

  def load_topics(topics)
    associations = %i[last_poster user allowed_users allowed_groups]
    ActiveRecord::Associations::Preloader.new(records: topics, associations: associations).call
    rows =
      TopicUser.where(user_id: current_user&.id, topic_id: topics.map(&:id)).index_by(&:topic_id)
    topics.each { |topic| topic.user_data = rows[topic.id] }
    TopicList.preload(topics, self)
    topics
  end
end

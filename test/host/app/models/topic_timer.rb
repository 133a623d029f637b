# frozen_string_literal: true

# Something that is to happen to a topic later on.
class TopicTimer < ActiveRecord::Base
  include Trashable

  belongs_to :user
  belongs_to :topic
  belongs_to :category

  validates :user_id, :topic_id, :execute_at, :status_type, presence: true
  validates :category_id, presence: true, if: :publishing_to_category?

  before_save { self.public_type = true }

  JOBS = {
    close: :close_topic,
    open: :open_topic,
    publish_to_category: :publish_topic_to_category,
    delete: :delete_topic,
    silent_close: :close_topic,
  }.freeze

  def self.types
    @types ||= Enum.new(close: 1, open: 2, publish_to_category: 3, delete: 4, silent_close: 8)
  end

  def enqueue_typed_job(**)
    Jobs.enqueue(JOBS.fetch(self.class.types[status_type]), topic_timer_id: id)
  end

  def runnable?
    deleted_at.blank? && execute_at <= Time.zone.now
  end

  def publishing_to_category?
    status_type.to_i == TopicTimer.types[:publish_to_category]
  end
end

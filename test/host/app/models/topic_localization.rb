# frozen_string_literal: true

# A topic's title in another language.
class TopicLocalization < ActiveRecord::Base
  belongs_to :topic

  validates :title, :fancy_title, :localizer_user_id, presence: true
  validates :locale, presence: true, uniqueness: { scope: :topic_id }
end

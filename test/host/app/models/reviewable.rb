# frozen_string_literal: true

# Something that staff are asked to look at.
class Reviewable < ActiveRecord::Base
  PerformResult =
    Struct.new(:reviewable, :status) do
      def success?
        status == :success
      end
    end

  belongs_to :target, polymorphic: true
  belongs_to :created_by, class_name: "User"
  belongs_to :target_created_by, class_name: "User"
  belongs_to :topic
  has_many :reviewable_scores, -> { order(created_at: :desc) }, dependent: :destroy

  enum :status, { pending: 0, approved: 1, rejected: 2, ignored: 3, deleted: 4 }

  # @return [Reviewable] the one there is, to be looked at again, or a new one
  def self.needs_review!(target: nil, **attributes)
    reviewable = find_or_initialize_by(target: target)
    reviewable.update!(status: :pending, **attributes)
    reviewable
  end

  def self.list_for(user, status: :pending, **)
    scope = where(status: status).order(score: :desc, id: :desc)
    user.admin? ? scope : scope.where(reviewable_by_moderator: true)
  end

  def add_score(user, reviewable_score_type, meta_topic_id: nil, reason: nil, **)
    points = 1.0 + (user.staff? ? 5.0 : user.trust_level)
    update!(score: score + points)
    reviewable_scores.create!(user:, reviewable_score_type:, meta_topic_id:, reason:, score: points)
  end

  # @return [PerformResult]
  def perform(performed_by, action_id, args = {})
    new_status = public_send(:"perform_#{action_id}", performed_by, args)
    update!(status: new_status, version: version + 1)
    PerformResult.new(self, :success)
  end

  def serializer
    "#{self.class.name}Serializer".constantize
  end
end

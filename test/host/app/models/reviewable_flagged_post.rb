# frozen_string_literal: true

# A flagged post. Its author is told what became of it, with its raw text.
class ReviewableFlaggedPost < Reviewable
  def post
    @post ||= (target || Post.with_deleted.find_by(id: target_id))
  end

  def perform_agree_and_keep(performed_by, _args)
    decide(:agreed_at, :agreed, performed_by)
    :approved
  end

  def perform_agree_and_hide(performed_by, args)
    post.hide!(reviewable_scores.first.reviewable_score_type)
    perform_agree_and_keep(performed_by, args)
  end

  def perform_delete_and_agree(performed_by, args)
    status = perform_agree_and_keep(performed_by, args)
    PostDestroyer.new(performed_by, post, reviewable: self).destroy
    status
  end

  def perform_ignore(performed_by, _args)
    decide(:deferred_at, :ignored, performed_by)
    :ignored
  end

  def perform_disagree(performed_by, _args)
    decide(:disagreed_at, :disagreed, performed_by)
    if post.hidden?
      notify_poster
      post.unhide!
    end
    :rejected
  end

  private

  def decide(column, disposition, performed_by)
    PostAction
      .where(post_id: target_id, post_action_type_id: PostActionType.notify_flag_types.values)
      .each do |action|
        action.update!(column => Time.zone.now)
        action.add_moderator_post_if_needed(performed_by, disposition)
      end
  end

  def notify_poster
    Jobs.enqueue(
      :send_system_message,
      user_id: post.user_id,
      message_type: "flags_disagreed",
      message_options: {
        flagged_post_raw_content: post.raw,
        url: post.url,
      },
    )
  end
end

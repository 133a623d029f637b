# frozen_string_literal: true

class DraftsController < ApplicationController
  requires_login

  INDEX_LIMIT = 50

  def index
    limit = [params.fetch(:limit, 30).to_i, INDEX_LIMIT].min
    stream = Draft.stream(user: current_user, offset: params[:offset], limit: limit)
    render json: { drafts: serialize_data(stream, DraftSerializer) }
  end

  def show
    raise Discourse::NotFound if params[:id].blank?
    sequence = params[:sequence] || DraftSequence.current(current_user, params[:id])
    render json: { draft: Draft.get(current_user, params[:id], sequence), draft_sequence: sequence }
  end

  # Takes the composer's JSON and the `beforeunload` beacon's form alike.
  def create
    raise Discourse::NotFound if params[:draft_key].blank?
    data = parsed_data
    too_many = Draft.where(user_id: current_user.id).count >= SiteSetting.max_drafts_per_user
    if too_many && !Draft.exists?(user_id: current_user.id, draft_key: params[:draft_key])
      return render_json_error I18n.t("draft.too_many_drafts.title"), status: 403
    end

    begin
      sequence = save_draft
    rescue Draft::OutOfSequence
      return(
        render_json_error I18n.t("draft.sequence_conflict_error.title"),
                          status: 409,
                          extras: {
                            description: I18n.t("draft.sequence_conflict_error.description"),
                          }
      )
    end

    json = success_json.merge(draft_sequence: sequence)
    json[:conflict_user] = conflict_user(data) if conflict_user(data)
    render json: json
  end

  def destroy
    begin
      Draft.clear(current_user, params[:id], params[:sequence].to_i)
    rescue Draft::OutOfSequence
      # Nothing to clear: the draft has moved on.
    end
    render json: success_json
  end

  private

  def parsed_data
    if params[:data].to_s.size > SiteSetting.max_draft_length
      raise Discourse::InvalidParameters, :data
    end
    JSON.parse(params[:data])
  rescue JSON::ParserError, TypeError
    raise Discourse::InvalidParameters, :data
  end

  def save_draft
    set_draft(params[:sequence].to_i, force_save: params[:force_save])
  rescue Draft::OutOfSequence
    raise if Draft.exists?(user_id: current_user.id, draft_key: params[:draft_key])
    set_draft(DraftSequence.current(current_user, params[:draft_key]))
  end

  def set_draft(sequence, **options)
    Draft.set(current_user, params[:draft_key], sequence, params[:data], params[:owner], **options)
  end

  # Who changed the post since its editor was opened: told by comparing `original_text` with the stored raw.
  def conflict_user(data)
    return if data["postId"].blank? || !data["action"].to_s.start_with?("edit")
    original_text = data["original_text"] || data["originalText"]
    post = Post.find_by(id: data["postId"])
    return if original_text.blank? || !post

    conflict = original_text != post.raw
    if post.is_first_post? && data["original_title"].present?
      conflict ||= data["original_title"] != post.topic.title
    end
    BasicUserSerializer.new(post.last_editor, root: false) if conflict
  end
end

# frozen_string_literal: true

module EncryptedMessages
  # `/raw/…` and `/posts/…/raw` are answered without a serializer, so ciphertext is withheld here. And posts that are by
  # replaced keys are refused.
  module PostsControllerExtension
    extend ActiveSupport::Concern

    prepended do
      after_action :withhold_ciphertext, only: %i[markdown_id markdown_num]
      before_action :ensure_current_keys, only: %i[create update]
    end

    private

    # Posts of several messages, as `/private-posts.json` gives them, with what their serializer asks of each.
    def serialize_data(object, serializer, options = nil)
      if serializer == PostSerializer && object.respond_to?(:to_ary)
        NoticeSerialization.preload(object.filter_map(&:topic), current_user)
      end
      super
    end

    def ensure_current_keys
      post = params[:post]
      sent = post.is_a?(ActionController::Parameters) ? post : params
      fingerprint = sent[:encrypted_fingerprint]
      StaleKeys.ensure_current!(current_user, fingerprint) if fingerprint
    end

    def withhold_ciphertext
      return if response.body.exclude?(Envelope::MARKER)
      topic_id = params[:topic_id] || Post.with_deleted.where(id: params[:id]).pick(:topic_id)
      topic = Topic.with_deleted.find_by(id: topic_id)
      body = Placeholder.without_key(response.body, topic, guardian)
      # the body may hold several posts, and one in an ordinary topic may be an envelope that should not be there
      response.body = topic&.encrypted_conversation ? body : Placeholder.hide_ciphertext(body)
    end
  end
end

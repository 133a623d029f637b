# frozen_string_literal: true

module Jobs
  # What core's CookedPostProcessor does: plugins may change the cooked document, links are taken from it.
  class ProcessPost < ::Jobs::Base
    def execute(args)
      post = Post.find_by(id: args[:post_id])
      return if !post || post.topic.blank?

      doc = Nokogiri::HTML5.fragment(post.cooked)
      DiscourseEvent.trigger(:before_post_process_cooked, doc, post)
      DiscourseEvent.trigger(:post_process_cooked, doc, post)
      cooked = doc.to_html
      return if cooked == post.cooked

      post.update_columns(cooked: cooked)
      post.publish_change_to_clients!(:revised)
    end
  end
end

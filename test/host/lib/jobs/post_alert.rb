# frozen_string_literal: true

module Jobs
  class PostAlert < ::Jobs::Base
    def execute(args)
      post = Post.find_by(id: args[:post_id])
      PostAlerter.new.post_created(post, new_record: args[:new_record]) if post&.topic
    end
  end
end

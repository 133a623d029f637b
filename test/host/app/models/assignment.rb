# frozen_string_literal: true

# Who is to see to a topic or a post, and what they are told of it (discourse-assign).
class Assignment < ActiveRecord::Base
  belongs_to :topic
  belongs_to :assigned_to, polymorphic: true
  belongs_to :assigned_by_user, class_name: "User"
  belongs_to :target, polymorphic: true
end

# frozen_string_literal: true

# One edit: field name → [before, after].
class PostRevision < ActiveRecord::Base
  belongs_to :post
  belongs_to :user

  serialize :modifications, type: Hash, coder: YAML
end

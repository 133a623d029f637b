# frozen_string_literal: true

class TopicLinkSerializer < ApplicationSerializer
  attributes :url, :internal, :clicks, :user_id, :domain
end

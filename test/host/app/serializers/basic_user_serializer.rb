# frozen_string_literal: true

class BasicUserSerializer < ApplicationSerializer
  attributes :id, :username, :name, :avatar_template

  def name
    user.name
  end

  # `object` is a member, or a hash that holds one.
  def user
    object.is_a?(Hash) ? object[:user] || object : object
  end

  def include_name?
    SiteSetting.enable_names?
  end
end

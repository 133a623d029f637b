# frozen_string_literal: true

class BasicPostSerializer < ApplicationSerializer
  attributes :id, :name, :username, :avatar_template, :created_at, :cooked, :cooked_hidden
  attr_accessor :topic_view
  delegate :name, :username, :avatar_template, to: :author, allow_nil: true

  def cooked_hidden
    object.hidden && !scope.is_staff?
  end

  def include_cooked_hidden?
    cooked_hidden
  end

  def cooked
    cooked_hidden ? I18n.t("flagging.user_must_edit") : object.cooked
  end

  private

  def author
    object.user
  end
end

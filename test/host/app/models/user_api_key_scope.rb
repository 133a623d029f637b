# frozen_string_literal: true

class UserApiKeyScope < ActiveRecord::Base
  METHODS = { "read" => %w[GET], "write" => %w[GET POST PATCH PUT DELETE] }.freeze

  def permits?(env)
    METHODS.fetch(name, []).include?(env["REQUEST_METHOD"])
  end
end

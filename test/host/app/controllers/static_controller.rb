# frozen_string_literal: true

# Pages that are only the shell: the client's router shows them.
class StaticController < ApplicationController
  skip_before_action :redirect_to_login_if_required

  def show
    raise Discourse::NotFound
  end
end

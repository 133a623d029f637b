# frozen_string_literal: true

module IntegrationHelpers
  # Logs in for the requests of this example.
  def sign_in(user)
    get "/session/#{user.encoded_username}/become"
    user
  end

  def sign_out
    delete "/session"
  end
end

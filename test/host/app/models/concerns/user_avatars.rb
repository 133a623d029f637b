# frozen_string_literal: true

# Every member has a letter on a colour of their own; the client fills {size} in.
module UserAvatars
  extend ActiveSupport::Concern

  COLORS = %w[3be4f8 f05b72 7bb662 c68d57 9d7bd8 e2a33b 5b8def b5588a].freeze

  class_methods do
    def avatar_template(username)
      color = COLORS[username.downcase.sum % COLORS.size]
      letter = ERB::Util.url_encode(username[0].downcase)
      "/letter_avatar_proxy/v4/letter/#{letter}/#{color}/{size}.png"
    end
  end

  def avatar_template
    self.class.avatar_template(username)
  end
end

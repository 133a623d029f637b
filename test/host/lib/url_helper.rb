# frozen_string_literal: true

class UrlHelper
  def self.encode_component(text)
    ERB::Util.url_encode(text)
  end
end

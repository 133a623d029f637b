# frozen_string_literal: true

# Core proxies these pictures from a service; the host draws the letter itself.
class LetterAvatarsController < ApplicationController
  skip_before_action :check_xhr, :redirect_to_login_if_required

  def show
    letter = ERB::Util.html_escape(params[:letter].upcase[0])
    color = params[:color].match?(/\A\h{6}\z/) ? params[:color] : "888888"
    response.headers["Cache-Control"] = ClientAssets::KEPT
    render body: <<~SVG, content_type: "image/svg+xml"
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">
        <rect width="120" height="120" fill="##{color}"/>
        <text x="60" y="83" font-family="sans-serif" font-size="64" fill="#fff" text-anchor="middle">#{letter}</text>
      </svg>
    SVG
  end
end

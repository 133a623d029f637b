# frozen_string_literal: true

# The look-ups that an ordinary composer and a cooked post make; each of them tells the server what was typed.
class LookupsController < ApplicationController
  requires_login only: %i[composer_messages mentions]

  # GET /composer_messages
  def composer_messages
    render_json_dump(composer_messages: [])
  end

  # GET /composer/mentions?names[]=…
  def mentions
    names = Array(params[:names]).map(&:to_s)
    users = User.where(username_lower: names.map(&:downcase)).pluck(:username_lower)
    groups = Group.where("lower(name) IN (?)", names.map(&:downcase))
    render_json_dump(
      users: names.select { |name| users.include?(name.downcase) },
      user_reasons: {
      },
      groups: groups.to_h { |group| [group.name, { user_count: group.user_count }] },
      group_reasons: {
      },
      max_users_notified_per_group_mention: 100,
    )
  end

  # GET /onebox?url=…: the host fetches nothing, so there is a preview of its own topics only.
  def onebox
    preview = Oneboxer.preview(params.require(:url))
    preview.present? ? render(plain: preview) : render(body: nil, status: :not_found)
  end

  # GET /inline-onebox?urls[]=…
  def inline_onebox
    render_json_dump(
      "inline-oneboxes" =>
        Array(params[:urls]).map { |url| InlineOneboxer.lookup(url) || { url: url, title: nil } },
    )
  end

  # GET /hashtags?slugs[]=…: there are no categories or tags here.
  def hashtags
    render_json_dump({})
  end

  # GET /hashtags/search
  def search_hashtags
    render_json_dump(results: [])
  end
end

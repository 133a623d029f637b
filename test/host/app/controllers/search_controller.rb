# frozen_string_literal: true

class SearchController < ApplicationController
  def show
    term = params[:q].to_s
    if term.length < SiteSetting.min_search_term_length
      return render_json_error(I18n.t("search.too_short"), status: 400)
    end

    results = Search.new(term, guardian: guardian).execute
    render_json_dump(GroupedSearchResultSerializer.new(results, scope: guardian, root: false))
  end
end

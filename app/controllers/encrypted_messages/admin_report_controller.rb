# frozen_string_literal: true

module EncryptedMessages
  # The administrators' page. It works over plain HTTP too, where it says what is wrong.
  class AdminReportController < ::Admin::AdminController
    requires_plugin PLUGIN_NAME

    # GET /encrypted-messages/admin/report.json
    def show
      render json: SiteReport.new(request).to_h
    end
  end
end

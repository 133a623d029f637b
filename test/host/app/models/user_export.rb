# frozen_string_literal: true

class UserExport < ActiveRecord::Base
  def self.base_directory
    File.join(Discourse::TMP_DIR, "export")
  end
end

# frozen_string_literal: true

# One file or setting of a theme. Core compiles its value; here it is only kept.
class ThemeField < ActiveRecord::Base
  belongs_to :theme

  def self.types
    @types ||=
      Enum.new(
        html: 0,
        scss: 1,
        theme_upload_var: 2,
        theme_color_var: 3,
        theme_var: 4,
        yaml: 5,
        js: 6,
        theme_screenshot_upload_var: 7,
        json: 8,
      )
  end
end

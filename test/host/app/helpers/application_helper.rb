# frozen_string_literal: true

# What the page's own element says of its language and reader.
module ApplicationHelper
  RTL_LOCALES = %w[ar fa_IR he ug ur].freeze

  def html_lang
    I18n.locale.to_s.sub("_", "-")
  end

  def html_classes
    list = %w[desktop-view not-mobile-device text-size-normal]
    list << "rtl" if rtl?
    list << "anon" if !current_user
    list.join(" ")
  end

  def rtl?
    RTL_LOCALES.include?(I18n.locale.to_s)
  end
end

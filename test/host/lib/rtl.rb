# frozen_string_literal: true

# Languages that are written from right to left.
class Rtl
  LOCALES = %w[ar fa_IR he ug ur].freeze
end

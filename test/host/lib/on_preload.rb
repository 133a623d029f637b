# frozen_string_literal: true

# For what loads many rows at once: plugins add what these need besides.
module OnPreload
  def on_preload(&block)
    (@preload ||= Set.new) << block
  end

  def preload(*loaded)
    @preload&.each { |block| block.call(*loaded) }
  end
end

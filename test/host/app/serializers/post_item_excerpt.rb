# frozen_string_literal: true

# The beginning of a post, from its cooked text, or from its raw while that is not cooked.
module PostItemExcerpt
  def self.included(base)
    base.attributes(:excerpt)
  end

  def cooked
    @cooked ||= object.cooked || PrettyText.cook(object.raw)
  end

  def excerpt
    @excerpt ||= PrettyText.excerpt(cooked, 300) if cooked
  end
end

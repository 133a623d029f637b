# frozen_string_literal: true

# A hash of names to numbers.
class Enum < Hash
  def initialize(members)
    super()
    update(members)
  end

  # The name of a number.
  def [](member)
    member.is_a?(Integer) ? key(member) : super
  end
end

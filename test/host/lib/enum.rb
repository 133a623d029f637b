# frozen_string_literal: true

# A hash of names to numbers; built from names alone it counts from 1 (or from `start`).
class Enum < Hash
  def initialize(*members)
    super({})
    if members[0].is_a?(Hash)
      start = members[0].delete(:start) if members[0].key?(:start)
      return update(members[0]) if start.nil?
    end
    names = members.flatten.grep(Symbol)
    names.each.with_index(start || 1) { |name, number| self[name] = number }
  end

  # The name of a number.
  def [](member)
    member.is_a?(Integer) ? key(member) : super
  end
end

# frozen_string_literal: true

# Named chains of blocks that each get the context and the value so far, and return the next value.
class Plugin::Filter
  def self.registered
    @registered ||= Hash.new { |hash, name| hash[name] = [] }
  end

  # @raise ArgumentError unless the block takes the context and the value
  def self.register(name, &block)
    raise ArgumentError if !block || block.arity != 2
    registered[name] << block
  end

  def self.apply(name, context, value)
    registered[name].reduce(value) { |result, block| block.call(context, result) }
  end
end

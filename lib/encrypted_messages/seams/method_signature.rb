# frozen_string_literal: true

module EncryptedMessages
  # Whether our method can override core's: ours must accept every call that core's callers make, and core's must accept
  # what ours passes on by `super`.
  class MethodSignature
    # @param ours [UnboundMethod]
    # @param core [UnboundMethod]
    def self.fits?(ours, core)
      ours, core = [ours, core].map { |method| new(method.parameters) }
      ours.takes_calls_of?(core) && core.takes_names_of?(ours)
    end

    # @param parameters [Array<Array<Symbol>>] as Ruby gives them
    def initialize(parameters)
      @by_kind = parameters.group_by(&:first).transform_values { |list| list.map(&:last) }
    end

    # Whether these parameters accept every call that fits the other's.
    def takes_calls_of?(other)
      (any?(:rest) || (!other.any?(:rest) && other.positional.size <= positional.size)) &&
        named(:req).size <= other.named(:req).size &&
        (any?(:keyrest) || (!other.any?(:keyrest) && (other.keywords - keywords).empty?)) &&
        (named(:keyreq) - other.named(:keyreq)).empty?
    end

    # Whether these parameters accept all that the other names. Names that both have must stand in the same order, or
    # what is passed by position would mean something else.
    def takes_names_of?(other)
      (any?(:rest) || other.positional.size <= positional.size) &&
        (any?(:keyrest) || (other.keywords - keywords).empty?) &&
        (positional & other.positional) == (other.positional & positional)
    end

    def positional
      named(:req) + named(:opt)
    end

    def keywords
      named(:keyreq) + named(:key)
    end

    def named(kind)
      @by_kind.fetch(kind, [])
    end

    def any?(kind)
      @by_kind.key?(kind)
    end
  end
end

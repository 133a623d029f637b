# frozen_string_literal: true

require "prism"

module CoreSeams
  # What a file of core's server offers: methods and their parameters, constants, events and modifiers.
  class RubyFacts < Prism::Visitor
    TRIGGERS = {
      "DiscourseEvent.trigger" => "events",
      "DiscoursePluginRegistry.apply_modifier" => "modifiers",
      "Plugin::Filter.apply" => "filters",
    }.freeze

    MAKERS = %i[
      add_to_serializer
      alias_method
      attr_accessor
      attr_reader
      attr_writer
      attribute
      attributes
      belongs_to
      cattr_accessor
      define_method
      delegate
      has_many
      has_one
      mattr_accessor
      scope
      target_attributes
    ].freeze

    # @return [Hash] by method ("name" or "self.name") the parameters as they are written, nil for what a class's own words make
    attr_reader :methods

    def initialize(source)
      super()
      @methods = {}
      @constants = []
      @triggers = TRIGGERS.values.to_h { |name| [name, {}] }
      @nesting = []
      @singleton = false
      result = Prism.parse(source)
      result.success? ? visit(result.value) : @error = result.errors.first.message
    end

    def to_h
      { "methods" => methods, "constants" => @constants, "error" => @error, **@triggers }.compact
    end

    def visit_class_node(node)
      within(node) { super }
    end

    def visit_module_node(node)
      as_singleton(@singleton || node.name == :ClassMethods) { within(node) { super } }
    end

    def visit_singleton_class_node(node)
      as_singleton(true) { super }
    end

    def visit_constant_write_node(node)
      @constants << [*@nesting, node.name].join("::")
      super
    end

    def visit_def_node(node)
      singleton = @singleton || node.receiver.is_a?(Prism::SelfNode)
      offer(node.name, node.parameters&.slice.to_s.gsub(/\s+/, " "), singleton:)
      super
    end

    def visit_alias_method_node(node)
      offer(node.new_name.unescaped, nil, singleton: @singleton)
      super
    end

    def visit_call_node(node)
      declare(node) if node.receiver.nil?
      kind = TRIGGERS["#{node.receiver&.slice}.#{node.name}"]
      name, *rest = node.arguments&.arguments
      trigger(kind, name.unescaped, rest) if kind && name.is_a?(Prism::SymbolNode)
      as_singleton(@singleton || node.name == :class_methods) { super }
    end

    private

    # `attributes :raw`, `has_many :posts`: methods, without parameters that could be read.
    def declare(node)
      return if !MAKERS.include?(node.name)
      names = (node.arguments&.arguments || []).grep(Prism::SymbolNode).map(&:unescaped)
      names = names.first(1) if node.name == :alias_method
      names.each { |name| offer(name, nil, singleton: @singleton || node.name == :scope) }
    end

    def offer(name, parameters, singleton:)
      (methods["#{"self." if singleton}#{name}"] ||= []) << parameters
    end

    def trigger(kind, name, arguments)
      (@triggers[kind][name] ||= []) << arguments.map { |argument| argument.slice.gsub(/\s+/, " ") }
    end

    def within(node)
      @nesting << node.constant_path.slice.delete_prefix("::")
      @constants << @nesting.join("::")
      yield
    ensure
      @nesting.pop
    end

    def as_singleton(singleton)
      before, @singleton = @singleton, singleton
      yield
    ensure
      @singleton = before
    end
  end
end

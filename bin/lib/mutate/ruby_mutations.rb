# frozen_string_literal: true

require "prism"

# The ways in which the methods of a Ruby file may be wrong in one place. What a file does outside of methods is not
# changed: that has happened already when a test begins.
class RubyMutations < Prism::Visitor
  # was and became: text; offset: of the first byte; lines: of the statement that it is in, as far as here: Ruby counts only
  # where a statement begins
  Mutation = Struct.new(:line, :column, :offset, :was, :became, :lines, keyword_init: true)

  # A call => what it may be mistaken for.
  OTHERS = {
    :== => %i[!=],
    :!= => %i[==],
    :< => %i[<= >],
    :<= => %i[< >],
    :> => %i[>= <],
    :>= => %i[> <],
    :+ => %i[-],
    :- => %i[+],
    :all? => %i[any?],
    :any? => %i[all?],
    :first => %i[last],
    :last => %i[first],
  }.freeze

  # @param source [String]
  # @return [Array<Mutation>]
  def self.of(source)
    new(source).tap { |visitor| visitor.visit(Prism.parse(source).value) }.mutations
  end

  attr_reader :mutations

  def initialize(source)
    super()
    @source = source
    @mutations = []
    @inside = nil
  end

  # Each mutation's whole file.
  def self.apply(source, mutation)
    changed = source.b
    changed[mutation.offset, mutation.was.bytesize] = mutation.became.b
    changed.force_encoding(source.encoding)
  end

  def visit_def_node(node)
    inside(node) { super }
  end

  # Statements in them count as theirs.
  def visit_parameters_node(node)
    was_in_parameters, @in_parameters = @in_parameters, true
    super
    @in_parameters = was_in_parameters
  end

  # A step that is left out.
  def visit_statements_node(node)
    node.body.each do |statement|
      @inside ? inside(statement) { mutate_statement(statement) } : visit(statement)
    end
  end

  def visit_if_node(node)
    mutate(node.predicate, "true", "false")
    super
  end

  def visit_unless_node(node)
    mutate(node.predicate, "true", "false")
    super
  end

  def visit_and_node(node)
    mutate(node, node.left.slice, node.right.slice)
    super
  end

  def visit_or_node(node)
    mutate(node, node.left.slice, node.right.slice)
    super
  end

  def visit_call_node(node)
    if node.name == :! && node.receiver
      mutate(node, node.receiver.slice)
    elsif node.message_loc
      OTHERS.fetch(node.name, []).each { |other| add(node.message_loc, other.to_s) }
    end
    super
  end

  def visit_true_node(node)
    mutate(node, "false")
  end

  def visit_false_node(node)
    mutate(node, "true")
  end

  def visit_integer_node(node)
    mutate(node, (node.value + 1).to_s)
  end

  def visit_string_node(node)
    mutate(node, '""') if node.opening_loc && !node.content.empty?
  end

  # What a method says of its own accord: most often why it refuses.
  def visit_symbol_node(node)
    mutate(node, ":something_else") if node.opening == ":"
  end

  # One without an end has no last item to leave out.
  def visit_range_node(node)
    add(node.operator_loc, node.operator == ".." ? "..." : "..") if node.right
    super
  end

  private

  # The method, or the statement in it, that is being looked at.
  def inside(node)
    was_inside = @inside
    @inside = node if !@in_parameters
    yield
    @inside = was_inside
  end

  def mutate_statement(statement)
    mutate(statement, "nil") if !statement.is_a?(Prism::NilNode)
    visit(statement)
  end

  def mutate(node, *texts)
    texts.each { |text| add(node.location, text) }
  end

  def add(location, became)
    return if !@inside || location.slice == became
    @mutations << Mutation.new(
      line: location.start_line,
      column: location.start_column + 1,
      offset: location.start_offset,
      was: location.slice,
      became:,
      lines: lines(location),
    )
  end

  # What is in a method and in none of its statements is a parameter.
  def lines(location)
    at = @inside.location
    at.start_line..(@inside.is_a?(Prism::DefNode) ? at.end_line : location.end_line)
  end
end

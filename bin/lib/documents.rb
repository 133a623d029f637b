# frozen_string_literal: true

# What holds for every document (*.md): lines of at most 120 characters, links that lead to a heading which is there,
# and of each requirement's number one link to where docs/specification.md states it.
class Documents
  WIDTH = 120
  SPECIFICATION = "docs/specification.md"
  LINK = /\[([^\]]*)\]\(([^)\s]+)\)/
  REQUIREMENT = /\bR\d{1,2}\b/
  # Indentation, marks of lists, quotes and headings.
  MARKS = /\A(\s|[-*>#]\s|\d+\.\s)*/

  # @param texts [Hash] path below the repository => content
  def initialize(texts)
    @texts = texts
  end

  # @return [Array<String>] what is wrong, one line each
  def breaches
    @texts.flat_map do |path, text|
      (wide(text) + lost(path, text) + requirements(path, text)).map do |breach|
        "#{path}: #{breach}"
      end
    end
  end

  private

  # Only what has no space to break at may be longer: an address, say.
  def wide(text)
    text
      .lines(chomp: true)
      .each_with_index
      .select do |line, _|
        line.length > WIDTH && line.sub(MARKS, "").gsub(/`[^`]*`/, "").include?(" ")
      end
      .map { |line, index| "line #{index + 1} has #{line.length} characters" }
  end

  def lost(path, text)
    links_of(text).filter_map do |_, address|
      target, anchor = place(path, address)
      next if anchor.nil? || !@texts.key?(target) || headings(target).key?(anchor)
      "#{address} leads to no heading"
    end
  end

  def requirements(path, text)
    return [] if path == SPECIFICATION

    linked = links_of(text).select { |name, _| name.match?(/\A#{REQUIREMENT}\z/) }
    strays = linked.reject { |name, address| stated?(name, *place(path, address)) }
    bare = prose(text).gsub(LINK, "").scan(REQUIREMENT).uniq
    again = linked.map(&:first).tally.select { |_, count| count > 1 }.keys

    bare.map { |number| "#{number} is no link" } +
      strays.map { |number, _| "#{number} leads not to where it is stated" } +
      again.map { |number| "#{number} is there more than once" }
  end

  def stated?(number, target, anchor)
    target == SPECIFICATION && headings(target).fetch(anchor, []).include?(number)
  end

  # @return [Array(String, String)] the document that a link leads to, and the place in it
  def place(path, address)
    file, anchor = address.split("#", 2)
    return path, anchor if file.empty?
    [File.expand_path("/#{File.dirname(path)}/#{file}").delete_prefix("/"), anchor]
  end

  def links_of(text)
    prose(text).scan(LINK).reject { |_, address| address.match?(/\A\w+:/) }
  end

  # The places of headings, as GitHub names them => the requirements that are stated there.
  def headings(path)
    (@headings ||= {})[path] ||= blocks_removed(@texts.fetch(path))
      .scan(/^#+ .+$/)
      .to_h { |heading| [place_of(heading), heading.scan(REQUIREMENT)] }
  end

  def place_of(heading)
    title = heading.sub(/^#+ /, "").gsub(LINK, '\1')
    title.downcase.gsub(/[^\p{Word}\- ]/, "").tr(" ", "-")
  end

  def prose(text)
    blocks_removed(text).gsub(/`[^`\n]*`/, "")
  end

  def blocks_removed(text)
    text.gsub(/^\s*```.*?^\s*```/m, "")
  end
end

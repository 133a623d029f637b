# frozen_string_literal: true

# Markdown to HTML, by the client's own engine in mini_racer, and what is read out of the HTML.
module PrettyText
  GUARD = Mutex.new

  # @param opts user_id, topic_id, … (handed to the engine)
  # @return [String] sanitized HTML
  def self.cook(raw, opts = {})
    fragment = Nokogiri::HTML5.fragment(GUARD.synchronize { engine.cook(raw.to_s, opts) })
    mark_mentions(fragment)
    mark_links(fragment, opts)
    fragment.to_html
  end

  # Titles get typographic quotes and dashes, not Markdown.
  def self.typographic(text)
    text.gsub("...", "…").gsub(/(\A|[\s(])"/, "\\1“").tr('"', "”").gsub(/(\w)'(\w)/, "\\1’\\2")
  end

  # Plain text or light HTML of at most `max_length` characters.
  def self.excerpt(html, max_length, options = {})
    fragment = Nokogiri::HTML5.fragment(html.to_s)
    fragment.css("aside.quote, aside.onebox, .lightbox .meta").remove
    text = fragment.text.squish
    shortened = text.length > max_length ? "#{text[0, max_length]}…" : text
    options[:text_entities] ? shortened : ERB::Util.html_escape(shortened).to_str
  end

  # Names of the mentioned, lower case, without those in quotes and code.
  def self.extract_mentions(fragment)
    fragment
      .css(".mention, .mention-group")
      .reject { |node| node.ancestors("aside.quote, pre, code").any? }
      .map { |node| node.text.delete_prefix("@").downcase }
      .uniq
  end

  # HTML for a mail: absolute links, no hidden helpers.
  def self.format_for_email(html, _post = nil)
    fragment = Nokogiri::HTML5.fragment(html)
    fragment
      .css("a[href^='/']")
      .each { |link| link["href"] = "#{Discourse.base_url}#{link["href"]}" }
    fragment.to_html
  end

  def self.engine
    @engine ||= PrettyText::Engine.new
  end

  # The engine writes a span for each name; those of members become links.
  def self.mark_mentions(fragment)
    spans = fragment.css("span.mention").group_by { |span| span.text.delete_prefix("@").downcase }
    return if spans.empty?

    User
      .where(username_lower: spans.keys)
      .pluck(:username_lower)
      .each do |name|
        spans[name].each do |span|
          span.name = "a"
          span["href"] = "/u/#{ERB::Util.url_encode(name)}"
        end
      end
  end
  private_class_method :mark_mentions

  # Links that lead away give nothing of ours on.
  def self.mark_links(fragment, opts)
    rel = opts[:omit_nofollow] ? "noopener" : "noopener nofollow ugc"
    fragment
      .css("a[href]")
      .each { |link| link["rel"] = rel if link["href"].match?(%r{\A(https?:)?//}i) }
  end
  private_class_method :mark_links
end

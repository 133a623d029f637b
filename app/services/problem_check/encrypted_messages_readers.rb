# frozen_string_literal: true

# Another plugin or a theme could read what is written before it is encrypted.
class ProblemCheck::EncryptedMessagesReaders < ProblemCheck
  self.priority = "low"

  def call
    names.empty? ? no_problem : problem
  end

  private

  def names
    @names ||= EncryptedMessages::PlaintextReaders.names
  end

  # Core shows the text as HTML.
  def translation_data
    { names: names.map { |name| ERB::Util.html_escape(name) }.join(", ") }
  end
end

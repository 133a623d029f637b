# frozen_string_literal: true

# This core no longer has something that the plugin changes or calls, or has changed it.
class ProblemCheck::EncryptedMessagesSeams < ProblemCheck
  self.priority = "high"

  def call
    missing.empty? ? no_problem : problem
  end

  private

  def missing
    @missing ||= EncryptedMessages::Seams.missing
  end

  def translation_data
    { names: missing.join(", ") }
  end
end

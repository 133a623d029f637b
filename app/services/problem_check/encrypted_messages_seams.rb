# frozen_string_literal: true

# A later core has no longer what this plugin changes or calls in it, or otherwise.
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

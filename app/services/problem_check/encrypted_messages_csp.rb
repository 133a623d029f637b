# frozen_string_literal: true

# The page allows scripts that could read what is written before it is encrypted.
class ProblemCheck::EncryptedMessagesCsp < ProblemCheck
  self.priority = "high"

  def call
    EncryptedMessages::SiteChecks.new.csp.verdict == "problem" ? problem : no_problem
  end
end

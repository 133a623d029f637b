# frozen_string_literal: true

# The page lets in scripts that could read what is written before it is encrypted (R15).
class ProblemCheck::EncryptedMessagesCsp < ProblemCheck
  self.priority = "high"

  def call
    EncryptedMessages::SiteChecks.new.csp.verdict == "problem" ? problem : no_problem
  end
end

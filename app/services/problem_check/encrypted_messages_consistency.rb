# frozen_string_literal: true

# The daily job found plain text where there should be none, or somebody who could read what they should not.
class ProblemCheck::EncryptedMessagesConsistency < ProblemCheck
  self.priority = "high"

  def call
    EncryptedMessages::SiteChecks.new.consistency.verdict == "problem" ? problem : no_problem
  end
end

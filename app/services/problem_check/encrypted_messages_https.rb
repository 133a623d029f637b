# frozen_string_literal: true

# Encrypted messages are switched on where no browser can use them.
class ProblemCheck::EncryptedMessagesHttps < ProblemCheck
  self.priority = "high"

  def call
    EncryptedMessages::SiteChecks.new.https.verdict == "problem" ? problem : no_problem
  end
end

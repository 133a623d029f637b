# frozen_string_literal: true

# The daily job looks at what is new. This is for after a backup was restored, or when the report says that something is
# wrong: it reads every post of the site once, and takes some minutes for a million.
desc "Looks through everything for what should not be in encrypted messages, and removes what belongs to nobody"
task "encrypted_messages:check" => :environment do
  check = -> do
    report = EncryptedMessages::ConsistencyReport.make_of_everything
    report[:findings].each { |name, count| puts "#{name}: #{count}" }
    report[:removed].each { |name, count| puts "removed #{name}: #{count}" }
  end
  # Core's own tasks take one site of several so.
  next check.call if ENV["RAILS_DB"]
  RailsMultisite::ConnectionManagement.each_connection do |site|
    puts "#{site}:"
    check.call
  end
end

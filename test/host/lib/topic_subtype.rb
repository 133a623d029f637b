# frozen_string_literal: true

# What a personal message is for. Members cannot choose it: core sets it.
class TopicSubtype
  %i[user_to_user system_message notify_moderators].each do |name|
    define_singleton_method(name) { name.to_s }
  end
end

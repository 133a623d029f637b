# frozen_string_literal: true

# Asks the handlers of plugins, in order of their priority; the first that answers with a result decides.
class NewPostManager
  attr_reader :user, :args

  def self.sorted_handlers
    @sorted_handlers ||= []
  end

  def self.handlers
    sorted_handlers.map { |handler| handler[:proc] }
  end

  # Core does not ask whether the plugin is enabled; neither does the host.
  def self.add_handler(priority = 0, &block)
    sorted_handlers << { priority: priority, proc: block }
    sorted_handlers.sort_by! { |handler| -handler[:priority] }
  end

  def initialize(user, args)
    @user = user
    @args = args.delete_if { |_, value| value.nil? }
  end

  # @return [NewPostResult]
  def perform
    words = WordWatcher.new("#{args[:title]} #{args[:raw]}").should_block? if !user.staff?
    return blocked(words) if words

    self.class.handlers.each do |handler|
      result = handler.call(self)
      return result if result
    end
    perform_create_post
  end

  def blocked(words)
    result = NewPostResult.new(:created_post, false)
    result.errors.add(:base, I18n.t("contains_blocked_word", word: words.join(", ")))
    result
  end

  def perform_create_post
    result = NewPostResult.new(:create_post)
    creator = PostCreator.new(@user, @args)
    post = creator.create
    result.check_errors_from(creator)
    result.post = post if result.success?
    result
  end
end

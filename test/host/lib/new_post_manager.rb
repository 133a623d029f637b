# frozen_string_literal: true

# Between the controller and PostCreator; what core asks the handlers of plugins here, the host asks nobody.
class NewPostManager
  attr_reader :user, :args

  def initialize(user, args)
    @user = user
    @args = args.delete_if { |_, value| value.nil? }
  end

  # @return [NewPostResult]
  def perform
    words = WordWatcher.new("#{args[:title]} #{args[:raw]}").should_block? if !user.staff?
    return blocked(words) if words

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

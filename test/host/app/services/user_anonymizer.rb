# frozen_string_literal: true

# Takes from an account whatever tells whose it is. Posts, memberships and custom fields stay with it.
class UserAnonymizer
  EMAIL_SUFFIX = "@anonymized.invalid"

  def initialize(user, actor = nil, opts = nil)
    @user = user
    @actor = actor
    @opts = opts || {}
  end

  def self.make_anonymous(user, actor = nil, opts = nil)
    new(user, actor, opts).make_anonymous
  end

  def make_anonymous
    previous = @user.username
    User.transaction do
      if !UsernameChanger.new(@user, make_anon_username).change(run_update_job: false)
        raise "Failed to change username"
      end
      clear_account
    end

    UsernameChanger.update_username(
      user_id: @user.id,
      old_username: previous,
      new_username: @user.username,
      avatar_template: @user.avatar_template,
    )
    DiscourseEvent.trigger(:user_anonymized, user: @user, opts: @opts)
    @user
  end

  private

  def clear_account
    @user.reload
    @user.password = SecureRandom.hex
    @user.name = nil
    @user.title = nil
    @user.save!
    @user.primary_email.update_attribute(:email, "#{@user.username}#{EMAIL_SUFFIX}")
    @user.user_emails.where(primary: false).destroy_all
    @user.user_option.update!(
      email_level: UserOption.email_level_types[:never],
      email_messages_level: UserOption.email_level_types[:never],
    )
    ApiKey.where(user_id: @user.id).destroy_all
  end

  def make_anon_username
    100.times do
      name = "anon#{(SecureRandom.random_number * 100_000_000).to_i}"
      return name if !User.exists?(username_lower: name)
    end
    raise "Failed to generate an anon username"
  end
end

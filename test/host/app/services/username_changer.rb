# frozen_string_literal: true

# Renames a member, and then wherever their name was written.
class UsernameChanger
  def initialize(user, new_username, actor = nil)
    @user = user
    @old_username = user.username
    @new_username = new_username
    @actor = actor
  end

  def self.change(user, new_username, actor = nil)
    new(user, new_username, actor).change
  end

  # @return [Boolean] whether the name was changed
  def change(asynchronous: true, run_update_job: true)
    return false if @user.username == @new_username

    @user.username = @new_username
    return false if !@user.save

    if run_update_job
      UsernameChanger.update_username(
        user_id: @user.id,
        old_username: @old_username,
        new_username: @new_username,
        avatar_template: @user.avatar_template,
        asynchronous:,
      )
    end
    true
  end

  def self.update_username(asynchronous: true, **args)
    if asynchronous
      Jobs.enqueue(:update_username, args)
    else
      Jobs::UpdateUsername.new.execute(args)
    end
  end
end

# frozen_string_literal: true

module Jobs
  # Rewrites an old name where it was mentioned, in posts and their history, and in notifications. Posts are written by
  # `update_columns`, so nobody is asked.
  class UpdateUsername < ::Jobs::Base
    def execute(args)
      return if !User.exists?(id: args[:user_id])

      @user_id = args[:user_id]
      @old_username = args[:old_username].unicode_normalize
      @new_username = args[:new_username].unicode_normalize
      @mention = /(?<![\p{Alnum}\p{M}`])@#{Regexp.escape(@old_username)}(?![\p{Alnum}\p{M}_\-.`])/i

      update_posts
      update_revisions
      update_notifications
      update_post_custom_fields
      DiscourseEvent.trigger(:username_changed, @old_username, @new_username)
    end

    private

    def update_posts
      Post
        .with_deleted
        .where("raw ILIKE ?", "%@#{@old_username}%")
        .find_each do |post|
          post.update_columns(raw: rewritten(post.raw), cooked: rewritten(post.cooked))
          SearchIndexer.index(post) if post.topic
        end
    end

    def update_revisions
      PostRevision
        .where("modifications SIMILAR TO ?", "%(raw|cooked)%@#{@old_username}%")
        .find_each do |revision|
          %w[raw cooked].each do |field|
            revision.modifications[field]&.map! { |text| rewritten(text) }
          end
          revision.save!
        end
    end

    def rewritten(text)
      text.gsub(@mention, "@#{@new_username}")
    end

    def update_notifications
      %w[original_username display_username username username2].each do |name|
        DB.exec(<<~SQL, params)
          UPDATE notifications SET data = jsonb_set(data::jsonb, '{#{name}}', to_jsonb(:new_username::text))::text
          WHERE data::jsonb ->> '#{name}' = :old_username
        SQL
      end
    end

    def update_post_custom_fields
      DB.exec(<<~SQL, params)
        UPDATE post_custom_fields SET value = :new_username
        WHERE name = 'action_code_who' AND value = :old_username
      SQL
    end

    def params
      { old_username: @old_username, new_username: @new_username }
    end
  end
end

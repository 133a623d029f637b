# frozen_string_literal: true

require "csv"

module Jobs
  # All that a member has written and kept, in files of their own. Core zips them and sends a link.
  class ExportUserArchive < ::Jobs::Base
    attr_accessor :archive_for_user

    COMPONENTS = %w[user_archive preferences bookmarks].freeze

    HEADER_ATTRS_FOR = {
      "user_archive" => %w[
        topic_title
        categories
        is_pm
        post_raw
        post_cooked
        like_count
        reply_count
        url
        created_at
      ],
      "bookmarks" => %w[bookmarkable_id bookmarkable_type link name created_at reminder_at],
    }.freeze

    def execute(args)
      @archive_for_user = User.find_by(id: args[:user_id])
      @requesting_user =
        args[:requesting_user_id] ? User.find(args[:requesting_user_id]) : @archive_for_user

      export = UserExport.create!(file_name: "user_archive", user_id: @archive_for_user.id)
      directory = File.join(UserExport.base_directory, "user_archive-#{export.id}")
      FileUtils.mkdir_p(directory)
      File.write(File.join(directory, "preferences.json"), MultiJson.dump(preferences_export))
      %w[user_archive bookmarks].each do |name|
        CSV.open(File.join(directory, "#{name}.csv"), "w") do |csv|
          csv << get_header(name)
          public_send(:"#{name}_export") { |row| csv << row }
        end
      end
    end

    def user_archive_export
      return enum_for(:user_archive_export) unless block_given?
      Post
        .includes(:topic)
        .where(user_id: @archive_for_user.id)
        .with_deleted
        .order(:created_at)
        .each { |post| yield get_user_archive_fields(post) }
    end

    def preferences_export
      UserSerializer.new(@archive_for_user, scope: guardian)
    end

    def bookmarks_export
      return enum_for(:bookmarks_export) unless block_given?
      @archive_for_user
        .bookmarks
        .order(:id)
        .each do |bookmark|
          target = bookmark.bookmarkable
          link = target.respond_to?(:full_url) ? target.full_url : target.url
          yield(
            [
              bookmark.bookmarkable_id,
              bookmark.bookmarkable_type,
              link,
              bookmark.name,
              bookmark.created_at,
              bookmark.reminder_at,
            ]
          )
        end
    end

    def get_header(entity)
      HEADER_ATTRS_FOR[entity]
    end

    private

    def guardian
      @guardian ||= Guardian.new(@archive_for_user)
    end

    def get_user_archive_fields(post)
      topic = post.topic || Topic.with_deleted.find_by(id: post.topic_id)
      return [] if topic.nil?

      fields =
        post.as_json(only: %i[like_count reply_count created_at]).merge(
          "topic_title" => topic.title,
          "categories" => "-",
          "is_pm" => topic.private_message? ? "Yes" : "No",
          "post_raw" => post.raw,
          "post_cooked" => post.cooked,
          "url" => "#{Discourse.base_url}/t/#{topic.slug}/#{topic.id}/#{post.post_number}",
        )
      HEADER_ATTRS_FOR["user_archive"].map { |name| fields[name] }
    end
  end
end

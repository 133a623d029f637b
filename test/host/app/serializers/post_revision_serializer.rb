# frozen_string_literal: true

class PostRevisionSerializer < ApplicationSerializer
  attributes :created_at, :post_id, :previous_revision, :current_revision, :next_revision
  attributes :first_revision, :last_revision, :current_version, :version_count, :username
  attributes :display_username, :avatar_template, :edit_reason, :body_changes, :title_changes
  attributes :can_edit

  # Adds `<field>_changes`, present when the field differs between the two revisions.
  def self.add_compared_field(field)
    name = :"#{field}_changes"
    attributes name
    define_method(name) { { previous: previous[field.to_s], current: current[field.to_s] } }
    define_method(:"include_#{name}?") { previous[field.to_s] != current[field.to_s] }
  end

  add_compared_field :wiki
  add_compared_field :post_type

  def current_revision
    object.number
  end

  def previous_revision
    object.number - 1 if object.number > first_revision
  end

  def next_revision
    object.number + 1 if object.number < last_revision
  end

  %i[first last].each { |which| define_method(:"#{which}_revision") { numbers.public_send(which) } }

  def current_version
    numbers.index(object.number) + 2
  end

  def version_count
    numbers.size + 1
  end

  def username
    object.user.username_lower
  end

  def display_username
    object.user.username
  end

  def avatar_template
    object.user.avatar_template
  end

  def edit_reason
    current["edit_reason"]
  end

  def can_edit
    scope.can_edit?(object.post)
  end

  def body_changes
    before, after = previous.values_at("cooked", "raw"), current.values_at("cooked", "raw")
    inline = "<div class=\"revision-content\">#{after[0]}</div>"
    side_by_side = "<div class=\"revision-content\">#{before[0]}</div>#{inline}"
    side_by_side_markdown =
      "<table class=\"markdown\"><tr><td>#{h(before[1])}</td><td>#{h(after[1])}</td></tr></table>"
    { inline:, side_by_side:, side_by_side_markdown: }
  end

  def title_changes
    {
      inline: "<div>#{h(current["title"])}</div>",
      side_by_side: "<div>#{h(previous["title"])}</div><div>#{h(current["title"])}</div>",
    }
  end

  def include_title_changes?
    object.post.is_first_post?
  end

  private

  def h(text)
    ERB::Util.html_escape(text.to_s)
  end

  def numbers
    @numbers ||= PostRevision.where(post_id: object.post_id).order(:number).pluck(:number)
  end

  def previous
    @previous ||= state { |change| change[0] }
  end

  def current
    @current ||= state { |change| change[1] }
  end

  # The post as it was: its state of today, with all later changes taken back.
  def state
    post = object.post
    state = post.attributes.merge(tracked_fields(post.topic))
    later =
      PostRevision.where(post_id: post.id).where("number > ?", object.number).order(number: :desc)
    later.each do |revision|
      revision.modifications.each { |field, change| state[field.to_s] = change[0] }
    end
    object.modifications.each { |field, change| state[field.to_s] = yield(change) }
    state
  end

  # The title, and what plugins track under a name that the topic answers to.
  def tracked_fields(topic)
    fields = PostRevisor.tracked_topic_fields.keys.select { |field| topic.respond_to?(field) }
    [:title, *fields].to_h { |field| [field.to_s, topic.public_send(field)] }
  end
end

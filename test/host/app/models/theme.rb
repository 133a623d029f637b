# frozen_string_literal: true

# Themes and their components as they are stored; nothing here shows them.
class Theme < ActiveRecord::Base
  has_many :theme_fields, dependent: :destroy, autosave: true

  scope :user_selectable, -> { where("user_selectable OR id = ?", SiteSetting.default_theme_id) }

  after_save { Theme.clear_cache! }
  after_destroy { Theme.clear_cache! }

  # Whatever is kept here goes as soon as any theme changes.
  def self.cache
    @cache ||= DistributedCache.new("theme:compiler")
  end

  def self.get_set_cache(key, &block)
    cache.defer_get_set(key, &block)
  end

  def self.clear_cache!
    cache.clear
  end

  def self.targets
    @targets ||=
      Enum.new(
        common: 0,
        desktop: 1,
        mobile: 2,
        settings: 3,
        translations: 4,
        extra_scss: 5,
        extra_js: 6,
        tests_js: 7,
        migrations: 8,
        about: 9,
      )
  end

  def self.user_theme_ids
    get_set_cache("user_theme_ids") { user_selectable.pluck(:id) }
  end

  def self.enabled_theme_and_component_ids
    get_set_cache("enabled_theme_and_component_ids") do
      ids = user_selectable.where(enabled: true).pluck(:id)
      children = ChildTheme.joins(:child_theme).where(parent_theme_id: ids)
      ids | children.where(themes: { enabled: true }).pluck(:child_theme_id)
    end
  end

  # To be saved with the theme.
  #
  # @param target [Symbol] see `targets`
  def set_field(target:, name:, value: nil, type: :html)
    target_id = self.class.targets[target.to_sym]
    type_id = ThemeField.types[type.to_sym]
    field = theme_fields.find { |f| [f.target_id, f.name, f.type_id] == [target_id, name, type_id] }
    field ||= theme_fields.build(target_id:, name:, type_id:)
    field.value = value
    field
  end

  def add_relative_theme!(kind, theme)
    parent, child = kind == :child ? [self, theme] : [theme, self]
    ChildTheme.create!(parent_theme: parent, child_theme: child)
    Theme.clear_cache!
  end
end

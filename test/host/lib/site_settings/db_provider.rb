# frozen_string_literal: true

module SiteSettings
  # Overridden settings in the table site_settings.
  class DbProvider
    def all
      DB.query_single("SELECT to_regclass('site_settings')::text").first ? rows : {}
    end

    def save(name, value, data_type)
      DB.exec(<<~SQL, name: name.to_s, value: value, data_type: data_type)
        INSERT INTO site_settings (name, value, data_type, created_at, updated_at)
        VALUES (:name, :value, :data_type, NOW(), NOW())
        ON CONFLICT (name) DO UPDATE SET value = :value, updated_at = NOW()
      SQL
    end

    private

    def rows
      DB
        .query_hash("SELECT name, value FROM site_settings")
        .to_h { |row| [row["name"].to_sym, row["value"]] }
    end
  end
end

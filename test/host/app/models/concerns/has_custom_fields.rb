# frozen_string_literal: true

# Named values beside a record, in the table `<model>_custom_fields`. Saved in the record's own transaction, after it.
module HasCustomFields
  extend ActiveSupport::Concern

  MAX_LENGTH = 10_000_000 # bytes of the stored text
  CUSTOM_FIELDS_MAX_ITEMS = 100

  included do
    has_many :_custom_fields, dependent: :destroy, class_name: "#{name}CustomField"
    validate :check_custom_fields
    after_save { save_custom_fields(run_validations: false) }
  end

  class_methods do
    # @return [Hash{Integer => Hash}] by the records' ids
    def custom_fields_for_ids(ids, names)
      return {} if names.blank?
      key = "#{name.underscore}_id"
      rows = "#{name}CustomField".constantize.where(key => ids, :name => names).order(:id)
      rows.each_with_object({}) do |row, result|
        append_custom_field(result[row[key]] ||= {}, row.name, row.value)
      end
    end

    # Several rows of one name make an array.
    def append_custom_field(target, name, text)
      target[name] = target[name].nil? ? text : [*Array.wrap(target[name]), text]
    end
  end

  def custom_fields
    @custom_fields ||= load_custom_fields.deep_dup
  end

  def custom_fields=(data)
    custom_fields.replace(data)
  end

  def clear_custom_fields
    @custom_fields = @custom_fields_orig = nil
  end

  def reload(*)
    clear_custom_fields
    super
  end

  def custom_fields_clean?
    !@custom_fields || @custom_fields_orig == @custom_fields
  end

  # Writes the given fields and leaves the others alone.
  def upsert_custom_fields(fields)
    fields.each do |name, value|
      text = custom_field_text(value)
      if _custom_fields.where(name: name).update_all(value: text, updated_at: Time.zone.now) == 0
        _custom_fields.create!(name: name, value: text)
      end
      custom_fields[name.to_s] = value
    end
  end

  # Makes the stored rows those that this instance knows: what another has written since it read them is deleted, or put
  # back.
  #
  # @raise ActiveRecord::RecordInvalid when a value is too long
  def save_custom_fields(force = false, run_validations: true)
    if run_validations
      check_custom_fields
      raise ActiveRecord::RecordInvalid.new(self) if errors.any?
    end
    return if !force && custom_fields_clean?

    ActiveRecord::Base.transaction do
      known = @custom_fields.dup
      stored = _custom_fields.reload.group_by(&:name)
      (known.keys | stored.keys).each do |key|
        save_custom_field(key, known[key], stored[key] || [])
      end
    end
    load_custom_fields.tap { |fields| @custom_fields = fields.deep_dup }
  end

  # Two that write the same field at once meet at a unique index, where there is one.
  def create_singular(name, text)
    created = DB.exec(<<~SQL, name:, text:, id:, now: Time.zone.now)
      INSERT INTO #{_custom_fields.table_name} (#{custom_fields_fk}, name, value, created_at, updated_at)
      VALUES (:id, :name, :text, :now, :now)
      ON CONFLICT DO NOTHING
    SQL
    _custom_fields.where(name: name).update_all(value: text) if created == 0
  end

  def custom_fields_fk
    "#{self.class.name.underscore}_id"
  end

  private

  def save_custom_field(name, value, rows)
    texts = custom_field_texts(value)
    if value.is_a?(Array) && texts.size != 1
      return if rows.map(&:value) == texts
      rows.each(&:destroy!)
      texts.each { |text| _custom_fields.create!(name: name, value: text) }
    else
      kept = rows.find { |row| row.value == texts.first }
      (rows - [kept]).each(&:destroy!)
      create_singular(name, texts.first) if texts.any? && !kept
    end
  end

  def custom_field_texts(value)
    return [] if value.nil?
    (value.is_a?(Array) ? value.compact : [value]).map { |each| custom_field_text(each) }
  end

  # As long as no plugin has given the field a type.
  def custom_field_text(value)
    case value
    when Hash
      value.to_json
    when true
      "t"
    when false
      "f"
    else
      value.to_s
    end
  end

  def load_custom_fields
    fields = {}.with_indifferent_access
    _custom_fields
      .order(:id)
      .pluck(:name, :value)
      .each { |name, value| self.class.append_custom_field(fields, name, value) }
    @custom_fields_orig = fields
  end

  def check_custom_fields
    return if custom_fields_clean?

    if custom_fields.size > CUSTOM_FIELDS_MAX_ITEMS
      errors.add(
        :base,
        I18n.t("custom_fields.validations.max_items", max_items_number: CUSTOM_FIELDS_MAX_ITEMS),
      )
    end
    custom_fields.each_value do |value|
      if custom_field_texts(value).any? { |text| text.bytesize > MAX_LENGTH }
        errors.add(
          :base,
          I18n.t("custom_fields.validations.max_value_length", max_value_length: MAX_LENGTH),
        )
      end
    end
  end
end

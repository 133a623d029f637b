# frozen_string_literal: true

module EncryptedMessages
  # One place where a class of core, or of a plugin that comes with it, is changed for want of a hook: a row of
  # `Seams::TABLE`. It knows what it relies on there, so it can tell what a later core has taken away.
  class Seam
    Row =
      Struct.new(
        :to, # name of the class that is changed
        :class_methods, # whether its class methods are changed, not its instances'
        :with, # name of the module that is prepended, below `EncryptedMessages`; none where core is only called
        :overrides, # methods of core that the module overrides
        :needs, # methods of core that it relies on without overriding them
        :columns, # columns that it reads or guards
        :guards, # whether plain text could be stored or sent if this fails
        :plugin, # name of the plugin that has the class, where that is not core
        :because, # why no hook serves
        keyword_init: true,
      )

    delegate :to, :with, :guards, :plugin, :because, to: :@row

    # @param row [Hash] the fields of `Row`
    def initialize(**row)
      @row = Row.new(**row)
    end

    # Never raises: a class that a later core has renamed must not keep a site from starting. `missing` names it.
    def apply
      @missing = @failure = nil
      changed&.prepend(extension) if with
    rescue StandardError => e
      Rails.logger.error("encrypted messages: #{with} cannot be applied to #{to}: #{e.message}")
      @failure = e
    end

    # @return [Array<String>] classes, methods and columns that this relies on, and that core no longer has or has changed
    def missing
      return [] if absent_plugin?
      @missing ||= find_missing
    end

    # @return [Module] what is prepended
    def extension
      EncryptedMessages.const_get(with)
    end

    # @return [Array<Symbol>]
    def overrides
      @row.overrides.to_a
    end

    # @return [Module, nil] what it is prepended to; nil where core has no such class
    def changed
      klass = to.safe_constantize
      @row.class_methods ? klass&.singleton_class : klass
    end

    # @return [UnboundMethod, nil] core's own method, below this extension and those of other plugins
    def core_method(name)
      method = changed.instance_method(name)
      prepended = changed.ancestors.take_while { |ancestor| ancestor != changed }
      method = method.super_method while method && prepended.include?(method.owner)
      method
    rescue NameError
      nil
    end

    private

    def absent_plugin?
      @row.plugin && !Discourse.plugins_by_name[@row.plugin]&.enabled?
    end

    def find_missing
      return [to] if changed.nil? || @failure || (with && !changed.ancestors.include?(extension))
      missing_methods + missing_columns
    end

    def missing_methods
      changed_methods =
        overrides.reject do |name|
          method = core_method(name)
          method && MethodSignature.fits?(extension.instance_method(name), method)
        end
      gone = @row.needs.to_a.reject { |name| method?(name) }
      (changed_methods + gone).map { |name| "#{to}#{@row.class_methods ? "." : "#"}#{name}" }
    end

    def method?(name)
      changed.method_defined?(name) || changed.private_method_defined?(name)
    end

    def missing_columns
      return [] if @row.columns.blank?
      (@row.columns - to.constantize.column_names).map do |name|
        "#{to.constantize.table_name}.#{name}"
      end
    end
  end
end

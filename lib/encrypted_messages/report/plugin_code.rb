# frozen_string_literal: true

module EncryptedMessages
  # Reads the JavaScript in a plugin's folder.
  module PluginCode
    FOLDERS = %w[assets/javascripts admin/assets/javascripts].freeze
    ENDINGS = %w[.js .gjs .ts .gts .es6 .hbs].freeze

    # @param directory [String]
    # @return [Array<String>] keys of `SuspiciousCode::RULES`, in their order
    def self.reasons(directory)
      found = files(directory).flat_map { |file| SuspiciousCode.reasons(File.binread(file)) }
      (SuspiciousCode::RULES.keys & found).map(&:to_s)
    end

    def self.files(directory)
      FOLDERS.flat_map do |folder|
        Dir
          .glob(File.join(directory, folder, "**/*"))
          .select { |file| ENDINGS.include?(File.extname(file)) && File.file?(file) }
      end
    end
    private_class_method :files
  end
end

# frozen_string_literal: true

require_relative "used_by_client"
require_relative "used_by_server"

module CoreSeams
  # What this plugin's own sources use of core: kind and name → the files that do. Names that are no literals but come from a
  # loop over literals are read too; anything else cannot be, and is told.
  class Used
    CLIENT = %r{\A(admin/)?assets/javascripts/discourse/(?!vendor/).*\.g?ts\z}
    STYLES = %r{\Aassets/stylesheets/.*\.scss\z}
    SERVER = %r{\A(plugin\.rb|(app|lib)/.*\.(rb|rake))\z}

    # @param files [Hash] path → text
    def initialize(files)
      @files = files
    end

    # @return [Hash] "kind name" → paths
    def names
      @names ||=
        @files.each_with_object({}) do |(path, text), used|
          (names_in(path, text) + overridden_in(path, text)).uniq.each do |name|
            (used[name] ||= []) << path
          end
        end
    end

    private

    def names_in(path, text)
      case path
      when CLIENT
        UsedByClient.new(text).names
      when STYLES
        UsedByClient.in_styles(text)
      when SERVER
        UsedByServer.new(path, text).names
      else
        []
      end
    end

    # Methods that a mixin of core-seams/ overrides by `super`, of each class that it is given to.
    def overridden_in(path, text)
      return [] if !path.include?("/core-seams/")
      text
        .split(/^export function /)
        .drop(1)
        .flat_map do |mixin|
          methods = mixin.scan(/\bsuper\.(\w+)/).flatten
          (modified[mixin[/\A\w+/]] || []).product(methods)
        end
        .map { |owner, method| "client/classes #{owner}##{method}" }
    end

    # Function of core-seams/ → classes of core's that it is given to.
    def modified
      @modified ||=
        @files
          .values
          .flat_map { |text| text.scan(/modifyClass\(\s*"([^"]+)",\s*(\w+)\(/) }
          .each_with_object({}) { |(owner, name), found| (found[name] ||= []) << owner }
    end
  end
end

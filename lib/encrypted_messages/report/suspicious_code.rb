# frozen_string_literal: true

module EncryptedMessages
  # The calls by which code on a page ordinarily gets at what members write and read. docs/server.md says what each of
  # them makes possible.
  module SuspiciousCode
    # Where a plugin has its JavaScript.
    PLUGIN_FILES = "{assets/javascripts,admin/assets/javascripts}/**/*.{js,gjs,ts,gts,es6,hbs}"

    # How much of a file is searched. A longer file is a bundle, not source.
    MAX_BYTES = 2.megabytes

    RULES = {
      # takes the one place in which a message is encrypted before it is sent
      composer_save: /\bcomposerBeforeSave\b/,
      # changes core's composer or editor
      composer_class:
        /
          \b(?:modifyClass(?:Static)?|addModel\w+)\(\s*
          ["'`](?:(?:model|service|component|controller):)?(?:composer|d-editor)
        /x,
      # is told of what is written, or given it when a composer is opened
      composer_events:
        /
          (?:onAppEvent|appEvents\.on|appEvents\.one)\(\s*["'`](?:composer|draft)\b |
          \bregister(?:Behavior|Value)Transformer\(\s*["'`]composer-open["'`]
        /x,
      # sends the composer's text along under another name
      composer_fields:
        /
          \bserialize(?:OnCreate|OnUpdate|ToDraft|ToTopic)\(\s*
          ["'`](?:raw|reply|title|original_text|original_title)["'`]
        /x,
      # reads the editor or this plugin's own fields from the page
      editor_elements: /["'`][^"'`\n]*(?:\.d-editor|#reply-control|encrypted-messages-)/,
      # is given every post's text as it is shown
      cooked: /\b(?:decorateCooked(?:Element|Plugin)?|addPostDecorator|decoratePost\w*)\b/,
      # sees every key that is pressed
      keystrokes:
        /
          \b(?:document(?:\.body|\.documentElement)?|window|globalThis)\.addEventListener\(\s*
          ["'`](?:input|beforeinput|keydown|keyup|keypress|paste|compositionend)["'`]
        /x,
      # watches what is shown
      page_watcher: /\bnew\s+MutationObserver\b/,
      # sees every request before it is sent
      requests: /\b(?:XMLHttpRequest\.prototype|window\.fetch\s*=|ajaxPrefilter|ajaxSetup)/,
    }.freeze

    # @return [Array<Symbol>]
    def self.reasons(source)
      source = source.byteslice(0, MAX_BYTES).scrub
      RULES.filter_map { |reason, pattern| reason if source.match?(pattern) }
    end

    # @param directory [String] of a plugin
    # @return [Array<String>] the reasons in all of its files
    def self.in_plugin(directory)
      files = Dir.glob(PLUGIN_FILES, base: directory).map { |path| File.join(directory, path) }
      found =
        files.select { |path| File.file?(path) }.flat_map { |path| reasons(File.binread(path)) }
      (RULES.keys & found).map(&:to_s)
    end
  end
end

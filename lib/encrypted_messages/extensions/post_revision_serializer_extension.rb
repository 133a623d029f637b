# frozen_string_literal: true

module EncryptedMessages
  # The history of an encrypted post. Core compares the two versions word by word. Two ciphertexts have nothing in
  # common, so that would take seconds and show nothing. The placeholder is shown instead, and participants get the
  # ciphertext of both versions (`Serialization.add_revisions`).
  module PostRevisionSerializerExtension
    MODES = %i[inline side_by_side side_by_side_markdown].freeze

    def body_changes
      return super unless encrypted_versions?
      html = "<div class=\"revision-content\">#{Placeholder.cooked_text}</div>"
      MODES.to_h { |mode| [mode, html] }
    end

    # Core adds `<field>_changes` for each field that a plugin tracks, and shows it to everybody who may see the
    # revision.
    def include_encrypted_title_changes?
      false
    end

    # Whether either version is, or was, an encrypted text.
    def encrypted_versions?
      [previous, current].any? { |version| Placeholder.ciphertext?(version["raw"], object.post) }
    end

    # @return [Hash] for each version its `raw` with the marker, and in a first post its `title`
    def ciphertexts
      { previous: version(previous), current: version(current) }
    end

    private

    # Only ciphertext: core's note for a deleted text is no version of it.
    def version(state)
      {
        raw: (state["raw"] if Placeholder.ciphertext?(state["raw"], object.post)),
        title: (state["encrypted_title"] if object.post.is_first_post?),
      }
    end
  end
end

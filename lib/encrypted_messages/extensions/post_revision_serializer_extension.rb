# frozen_string_literal: true

module EncryptedMessages
  # The history of an encrypted post. Core compares the two texts word by word; two ciphertexts have
  # nothing in common, it would take seconds, and the result says nothing to anybody. So the placeholder
  # stands there, and participants get both versions' ciphertext (`Serialization.add_revisions`).
  module PostRevisionSerializerExtension
    MODES = %i[inline side_by_side side_by_side_markdown].freeze

    def body_changes
      return super unless encrypted_versions?
      html = "<div class=\"revision-content\">#{Placeholder.cooked_text}</div>"
      MODES.to_h { |mode| [mode, html] }
    end

    # Core adds `<field>_changes` for each field that a plugin tracks, for whoever may see the revision.
    def include_encrypted_title_changes?
      false
    end

    # Whether either version is, or was, an encrypted text.
    def encrypted_versions?
      [previous, current].any? { |version| Placeholder.ciphertext?(version["raw"], object.post) }
    end

    # @return [Hash] for each version `raw` with its marker; `title` of a first post
    def ciphertexts
      { previous: version(previous), current: version(current) }
    end

    private

    # Nothing but ciphertext: what core puts in the place of a deleted text is no version of it.
    def version(state)
      {
        raw: (state["raw"] if Placeholder.ciphertext?(state["raw"], object.post)),
        title: (state["encrypted_title"] if object.post.is_first_post?),
      }
    end
  end
end

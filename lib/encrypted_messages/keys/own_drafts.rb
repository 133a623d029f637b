# frozen_string_literal: true

module EncryptedMessages
  # A member's encrypted drafts. They are encrypted for the member alone, so for new keys they have to be encrypted anew,
  # which only the member's device can do.
  class OwnDrafts
    def initialize(user)
      @user = user
    end

    # @return [ActiveRecord::Relation<Draft>]
    def relation
      marked = Draft.where(user_id: @user.id).where("data LIKE ?", "%#{Envelope::MARKER}%")
      encrypted = marked.pluck(:id, :data).select { |_, data| DraftBackups.ciphertext?(data) }
      Draft.where(id: encrypted.map(&:first))
    end

    # @return [Hash{String => Hash}] by core's key, with what is encrypted in each, by field
    def to_h
      drafts.to_h do |draft|
        [draft.draft_key, { sequence: draft.sequence, texts: encrypted_in(draft) }]
      end
    end

    # @param given [Object] as it was sent: like `to_h`; without `texts` what did not open
    # @return [Boolean] whether just those are given that there are
    def seen?(given)
      sequences = hash(given).transform_values { |each| hash(each)["sequence"].to_s }
      sequences == drafts.to_h { |draft| [draft.draft_key, draft.sequence.to_s] }
    end

    # @param given [Hash, nil] as `seen?` has taken it; what is not given, or is no draft, goes
    def renew(given)
      given = hash(given)
      drafts.each do |draft|
        texts = hash(hash(given[draft.draft_key])["texts"])
        comes_along = given.key?(draft.draft_key) && renews?(draft, texts)
        comes_along ? replace(draft, texts) : draft.destroy!
      end
    end

    private

    def drafts
      @drafts ||= relation.to_a
    end

    # But for what an edit's draft repeats of its post.
    def encrypted_in(draft)
      JSON.parse(draft.data).select { |_, text| draft?(text) }
    end

    def draft?(text)
      Envelope.stored(text)&.kind == :draft
    end

    def renews?(draft, texts)
      texts.keys.sort == encrypted_in(draft).keys.sort &&
        texts.each_value.all? { |text| draft?(text) }
    end

    def replace(draft, texts)
      draft.update!(data: JSON.parse(draft.data).merge(texts).to_json)
    end

    def hash(value)
      value.is_a?(Hash) ? value.to_h.stringify_keys : {}
    end
  end
end

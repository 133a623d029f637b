// host-only: a part of core's models/composer
import Draft from "discourse/models/draft";
import { i18n } from "discourse-i18n";

/**
 * Writes the composer's draft, and shows on the composer what came of it: who
 * else edits the post, or that the draft could not be kept.
 */
export async function saveDraft(composer) {
  const data = composer.serializeDraftData();
  const sequence = composer.draftSequence;
  composer.setProperties({
    draftSaving: true,
    draftSequence: (sequence || 0) + 1,
  });

  try {
    const result = await Draft.save(
      composer.draftKey,
      sequence,
      data,
      composer.messageBus.clientId,
      { forceSave: composer.draftForceSave }
    );
    saved(composer, result);
  } catch (error) {
    refused(composer, error);
  } finally {
    composer.set("draftSaving", false);
  }
}

function saved(composer, result) {
  if ("draft_sequence" in result) {
    composer.set("draftSequence", result.draft_sequence);
  }
  if (result.conflict_user) {
    composer.setProperties({
      draftStatus: i18n("composer.edit_conflict"),
      draftConflictUser: result.conflict_user,
    });
  } else {
    composer.setProperties({
      draftStatus: null,
      draftConflictUser: null,
      draftForceSave: false,
    });
  }
}

function refused(composer, error) {
  const xhr = error?.jqXHR;
  const conflict = xhr?.status === 409 && xhr.responseJSON?.errors?.[0];

  if (conflict && xhr.responseJSON.extras?.description) {
    composer.dialog.alert({
      message: xhr.responseJSON.extras.description,
      buttons: [
        {
          label: i18n("composer.reload"),
          class: "btn-primary",
          action: () => window.location.reload(),
        },
        {
          label: i18n("composer.ignore"),
          class: "btn",
          action: () => composer.set("draftForceSave", true),
        },
      ],
    });
  }

  composer.setProperties({
    draftStatus: conflict || i18n("composer.drafts_offline"),
    draftConflictUser: null,
  });
}

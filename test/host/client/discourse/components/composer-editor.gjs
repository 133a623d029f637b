import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import lazyHash from "discourse/helpers/lazy-hash";
import { ajax } from "discourse/lib/ajax";
import discourseDebounce from "discourse/lib/debounce";
import {
  fetchUnseenHashtagsInContext,
  linkSeenHashtagsInContext,
} from "discourse/lib/hashtag-decorator";
import discourseLater from "discourse/lib/later";
import {
  fetchUnseenMentions,
  linkSeenMentions,
} from "discourse/lib/link-mentions";
import { loadOneboxes } from "discourse/lib/load-oneboxes";
import { applyValueTransformer } from "discourse/lib/transformer";
import UppyComposerUpload from "discourse/lib/uppy/composer-upload";
import { formatUsername } from "discourse/lib/utilities";
import { applyHtmlDecorators } from "discourse/ui-kit/d-decorated-html";
import DEditor from "discourse/ui-kit/d-editor";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import { i18n } from "discourse-i18n";

const LOOKUP_DEBOUNCE = 450; // ms
const CLOSING_TRANSITION = 400; // ms
const HASHTAG_CONTEXT = "topic-composer";

const uploadHandlers = [];
const uploadPreProcessors = [];

/** `method(files, uploader)` takes the files with such `extensions`, in place of the site. */
export function addComposerUploadHandler(extensions, method) {
  uploadHandlers.push({ extensions, method });
}

export function cleanUpComposerUploadHandler() {
  uploadHandlers.length = 0;
}

export function addComposerUploadPreProcessor(pluginClass, optionsResolverFn) {
  uploadPreProcessors.push({ pluginClass, optionsResolverFn });
}

export function cleanUpComposerUploadPreProcessor() {
  uploadPreProcessors.length = 0;
}

/**
 * Core's editor in the composer. What it previews it also asks the server
 * about: mentions, hashtags and links of the text leave the browser here.
 */
export default class ComposerEditor extends Component {
  @service appEvents;
  @service composer;
  @service currentUser;
  @service site;
  @service siteSettings;

  // What a listener reads must not make this run again.
  announce = modifier(() => {
    untrack(() => this.appEvents.trigger("composer:will-open"));
    return () => {
      this.appEvents.trigger("composer:will-close");
      discourseLater(
        () => this.appEvents.trigger("composer:closed"),
        CLOSING_TRANSITION
      );
    };
  });

  // Once for each editor, as in core: the model is the one that was there then.
  acceptFiles = modifier((element) =>
    untrack(() => {
      const uploads = new UppyComposerUpload(getOwner(this), {
        composerModel: this.composer.model,
        uploadHandlers,
        uploadPreProcessors,
        fileUploadElementId: "file-uploader",
        textManipulation: () => this.textManipulation,
      });
      uploads.setup(element);
      return () => uploads.teardown();
    })
  );

  // Read once, as core does: an object that changed would cook anew each time.
  markdownOptions = {
    previewing: true,
    formatUsername,
    hashtagTypesInPriorityOrder: this.hashtagOrder,
    hashtagIcons: this.site.hashtag_icons,
  };

  get hashtagOrder() {
    return this.site.hashtag_configurations?.[HASHTAG_CONTEXT];
  }

  get forceEditorMode() {
    return applyValueTransformer("composer-force-editor-mode", null, {
      model: this.composer.model,
    });
  }

  get forcePreview() {
    return this.site.mobileView && this.composer.showPreview;
  }

  get placeholder() {
    return applyValueTransformer(
      "composer-editor-reply-placeholder",
      "composer.reply_placeholder_no_images",
      { model: this.composer }
    );
  }

  get showLink() {
    return this.currentUser?.link_posting_access !== "none";
  }

  get validation() {
    const { lastValidatedAt, model } = this.composer;
    if (!model || !(model.missingReplyCharacters > 0)) {
      return null;
    }
    return {
      failed: true,
      reason:
        model.replyLength < 1
          ? i18n("composer.error.post_missing")
          : i18n("composer.error.post_length", {
              count: model.minimumPostLength,
            }),
      lastShownAt: lastValidatedAt,
    };
  }

  @action
  setupEditor(textManipulation) {
    this.textManipulation = textManipulation;
    // Each new editor allows the preview again, whatever was set before.
    this.composer.allowPreview = textManipulation.allowPreview;

    if (
      !this.composer.model?.canEditTitle ||
      document.activeElement.tagName === "BODY"
    ) {
      textManipulation.putCursorAtEnd();
    }
  }

  @action
  extraButtons(toolbar) {
    if (this.siteSettings.enable_composer_redesign || this.site.desktopView) {
      toolbar.addButton({
        id: "upload",
        group: "insertions",
        icon: "far-image",
        title: "upload",
        sendAction: this.showUploadModal,
      });
    }
  }

  @action
  showUploadModal() {
    document.getElementById("file-uploader").click();
  }

  @action
  previewUpdated(preview, helper) {
    this.#lookUpMentions(preview);
    this.#lookUpHashtags(preview);
    discourseDebounce(this, this._lookUpLinks, preview, LOOKUP_DEBOUNCE);
    applyHtmlDecorators(preview, helper);
  }

  #lookUpMentions(preview) {
    const unseen = linkSeenMentions(preview, this.siteSettings);
    if (unseen.length) {
      discourseDebounce(
        this,
        this._fetchMentions,
        preview,
        unseen,
        LOOKUP_DEBOUNCE
      );
    }
  }

  async _fetchMentions(preview, names) {
    const { model } = this.composer;
    await fetchUnseenMentions({
      names,
      topicId: model?.topic?.id,
      allowedNames: model?.targetRecipients?.split(","),
    });
    linkSeenMentions(preview, this.siteSettings);
  }

  #lookUpHashtags(preview) {
    const unseen = linkSeenHashtagsInContext(this.hashtagOrder, preview);
    if (unseen.length) {
      discourseDebounce(
        this,
        this._fetchHashtags,
        preview,
        unseen,
        LOOKUP_DEBOUNCE
      );
    }
  }

  async _fetchHashtags(preview, slugs) {
    await fetchUnseenHashtagsInContext(this.hashtagOrder, slugs);
    linkSeenHashtagsInContext(this.hashtagOrder, preview);
  }

  _lookUpLinks(preview) {
    const { model } = this.composer;
    loadOneboxes(
      preview,
      ajax,
      model?.topic?.id,
      model?.categoryId,
      this.siteSettings.max_oneboxes_per_post
    );
  }

  <template>
    <div
      class={{concatClass
        "wmd-controls"
        (if this.composer.showToolbar "toolbar-visible")
      }}
      {{this.announce}}
      {{this.acceptFiles}}
    >
      <DEditor
        @value={{this.composer.model.reply}}
        @placeholder={{this.placeholder}}
        @previewUpdated={{this.previewUpdated}}
        @markdownOptions={{this.markdownOptions}}
        @extraButtons={{this.extraButtons}}
        @processPreview={{this.composer.isPreviewVisible}}
        @validation={{this.validation}}
        @loading={{this.composer.model.loading}}
        @forcePreview={{this.forcePreview}}
        @forceEditorMode={{this.forceEditorMode}}
        @showLink={{this.showLink}}
        @composerEvents={{true}}
        @outletArgs={{lazyHash
          composer=this.composer.model
          editorType="composer"
        }}
        @topicId={{this.composer.model.topic.id}}
        @onSetup={{this.setupEditor}}
        @disableSubmit={{this.composer.disableSubmit}}
        @renderYieldAboveContainer={{this.siteSettings.enable_composer_redesign}}
        @toolbarPortalTarget={{@toolbarPortalTarget}}
      >
        {{yield}}
      </DEditor>

      <input
        id="file-uploader"
        type="file"
        multiple
        aria-label={{i18n "upload"}}
      />
    </div>
  </template>
}

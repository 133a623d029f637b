// host-only: undoes what plugins registered; core's testCleanup() lists the same calls.
import {
  cleanUpComposerUploadHandler,
  cleanUpComposerUploadPreProcessor,
} from "discourse/components/composer-editor";
import { resetAdminPluginConfigNav } from "discourse/lib/admin-plugin-config-nav";
import { rollbackAllPrepends } from "discourse/lib/class-prepend";
import { resetMentions } from "discourse/lib/link-mentions";
import { resetModelExtensions } from "discourse/lib/model-extensions";
import { resetModelTransformers } from "discourse/lib/model-transformers";
import {
  clearCache as clearOutletCache,
  resetExtraClasses,
} from "discourse/lib/plugin-connectors";
import { resetTransformers } from "discourse/lib/transformer";
import { clearAddedTrackedPostProperties } from "discourse/models/post";
import { clearAddedTrackedTopicProperties } from "discourse/models/topic";
import { clearCallbacks as clearSelectKitCallbacks } from "discourse/select-kit/lib/plugin-api";
import { clearComposerSaveErrorCallback } from "discourse/services/composer";
import { resetHtmlDecorators } from "discourse/ui-kit/d-decorated-html";

export function resetExtensions() {
  resetExtraClasses();
  clearOutletCache();
  resetTransformers();
  resetModelTransformers();
  resetModelExtensions();
  rollbackAllPrepends();
  clearAddedTrackedPostProperties();
  clearAddedTrackedTopicProperties();
  resetHtmlDecorators();
  clearComposerSaveErrorCallback();
  clearSelectKitCallbacks();
  cleanUpComposerUploadHandler();
  cleanUpComposerUploadPreProcessor();
  resetMentions();
  resetAdminPluginConfigNav();
}

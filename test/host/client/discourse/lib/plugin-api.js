// The plugin API, under core's names: the calls that lead to the seams the host has. A call that core has and the host
// has not is an error on purpose, so that nobody takes silence for success.
import {
  addComposerUploadHandler,
  addComposerUploadPreProcessor,
} from "discourse/components/composer-editor";
import { STREAM_HTML_DECORATOR } from "discourse/components/post/cooked-html";
import { registerAdminPluginConfigNav } from "discourse/lib/admin-plugin-config-nav";
import classPrepend from "discourse/lib/class-prepend";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import {
  defineModelAccessor,
  defineModelMethod,
  registerModelCallback,
  registerModelField,
  stampModelClass,
} from "discourse/lib/model-extensions";
import { registerModelTransformer } from "discourse/lib/model-transformers";
import { extraConnectorComponent } from "discourse/lib/plugin-connectors";
import {
  _registerTransformer,
  transformerTypes,
} from "discourse/lib/transformer";
import Composer from "discourse/models/composer";
import { _addTrackedPostProperty } from "discourse/models/post";
import { _addTrackedTopicProperty } from "discourse/models/topic";
import { modifySelectKit } from "discourse/select-kit/lib/plugin-api";
import { addComposerSaveErrorCallback } from "discourse/services/composer";
import { registerHtmlDecorator } from "discourse/ui-kit/d-decorated-html";

class PluginApi {
  constructor(container) {
    this.container = container;
  }

  getCurrentUser() {
    return this._lookupContainer("service:current-user");
  }

  /** Changes a class, before its first instance is made. */
  modifyClass(resolverName, changes, opts = {}) {
    const klass = this._resolveClass(resolverName, opts);
    if (!klass) {
      return;
    }
    if (typeof changes === "function") {
      classPrepend(klass.class, changes);
    } else {
      const members = { ...changes };
      delete members.pluginId;
      klass.class.reopen(members);
    }
    return klass;
  }

  /** Tabs of the plugin's page in the administrators' area, beside its settings. */
  addAdminPluginConfigurationNav(pluginId, links) {
    registerAdminPluginConfigNav(pluginId, links);
  }

  /** @returns {boolean} false where core does not know the name */
  registerValueTransformer(transformerName, valueCallback) {
    return _registerTransformer(
      transformerName,
      transformerTypes.VALUE,
      valueCallback
    );
  }

  /** @returns {boolean} false where core does not know the name */
  registerBehaviorTransformer(transformerName, behaviorCallback) {
    return _registerTransformer(
      transformerName,
      transformerTypes.BEHAVIOR,
      behaviorCallback
    );
  }

  /** @param {string} modelName "topic", "notification" or "bookmark" */
  registerModelTransformer(modelName, transformer) {
    registerModelTransformer(modelName, transformer);
  }

  addTrackedPostProperties(...names) {
    names.forEach((name) => _addTrackedPostProperty(name));
  }

  addTrackedTopicProperties(...names) {
    names.forEach((name) => _addTrackedTopicProperty(name));
  }

  addModelField(modelName, name, options = {}) {
    this._resolveModelClass(modelName);
    registerModelField(modelName, name, options);
  }

  addModelAccessor(modelName, name, accessor) {
    defineModelAccessor(this._resolveModelClass(modelName), name, accessor);
  }

  addModelGetter(modelName, name, getter) {
    this.addModelAccessor(modelName, name, { get: getter });
  }

  addModelMethod(modelName, name, fn) {
    defineModelMethod(this._resolveModelClass(modelName), name, fn);
  }

  addModelCallback(modelName, event, fn) {
    this._resolveModelClass(modelName);
    registerModelCallback(modelName, event, fn);
  }

  /** @param {(element: HTMLElement, helper: object) => void} callback */
  decorateCookedElement(callback, opts = {}) {
    registerHtmlDecorator(callback, STREAM_HTML_DECORATOR);
    if (!opts.onlyStream) {
      registerHtmlDecorator(callback);
    }
  }

  renderInOutlet(outletName, klass) {
    extraConnectorComponent(outletName, klass);
  }

  renderBeforeWrapperOutlet(outletName, klass) {
    this.renderInOutlet(`${outletName}__before`, klass);
  }

  onPageChange(fn) {
    this.onAppEvent("page:changed", (data) => fn(data.url, data.title));
  }

  onAppEvent(name, fn) {
    this._lookupContainer("service:app-events")?.on(name, fn);
  }

  modifySelectKit(identifier) {
    return modifySelectKit(identifier);
  }

  addComposerUploadHandler(extensions, method) {
    addComposerUploadHandler(extensions, method);
  }

  addComposerUploadPreProcessor(pluginClass, optionsResolverFn) {
    addComposerUploadPreProcessor(pluginClass, optionsResolverFn);
  }

  /** A single slot, as in core: the last plugin to call has it. `this` is the composer model. */
  composerBeforeSave(method) {
    Composer.reopen({ beforeSave: method });
  }

  addComposerSaveErrorCallback(callback) {
    addComposerSaveErrorCallback(callback);
  }

  serializeToTopic(fieldName, property) {
    Composer.serializeToTopic(fieldName, property);
  }

  serializeToDraft(fieldName, property) {
    Composer.serializeToDraft(fieldName, property);
  }

  serializeOnCreate(fieldName, property) {
    Composer.serializeOnCreate(fieldName, property);
  }

  serializeOnUpdate(fieldName, property) {
    Composer.serializeOnUpdate(fieldName, property);
  }

  _lookupContainer(path) {
    if (this.container.isDestroyed || this.container.isDestroying) {
      return;
    }
    return this.container.lookup(path);
  }

  _resolveClass(resolverName, opts = {}) {
    const normalized = this.container.registry.normalize(resolverName);
    if (this.container.cache[normalized]) {
      // eslint-disable-next-line no-console
      console.error(
        `Attempted to modify "${resolverName}", but it was already initialized earlier in the boot process.`
      );
      return;
    }
    const klass = this.container.factoryFor(normalized);
    if (!klass && !opts.ignoreMissing) {
      // eslint-disable-next-line no-console
      console.warn(`"${normalized}" was not found by modifyClass`);
    }
    return klass;
  }

  _resolveModelClass(modelName, { stamp = true } = {}) {
    const factory = this.container.factoryFor(`model:${modelName}`);
    if (!factory) {
      throw new Error(`There is no model "${modelName}"`);
    }
    if (stamp) {
      stampModelClass(factory.class, modelName);
    }
    return factory.class;
  }
}

let api;

/**
 * Calls back with the plugin API.
 *
 * @param {(api: PluginApi, opts: object) => any} apiCodeCallback
 * @param {object} [opts]
 */
export function withPluginApi(apiCodeCallback, opts = {}) {
  const container = getOwnerWithFallback(null);
  if (api?.container !== container) {
    api = new PluginApi(container);
  }
  return apiCodeCallback(api, opts);
}

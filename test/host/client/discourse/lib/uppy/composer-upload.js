import { setOwner } from "@ember/owner";
import { run } from "@ember/runloop";
import { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import getURL from "discourse/lib/get-url";

/** Of Uppy what steps before an upload are given. */
class Uppy {
  files = new Map();
  preProcessors = new Set();
  listeners = new Map();
  opts = { onBeforeFileAdded: () => true };

  setOptions(options) {
    this.opts = { ...this.opts, ...options };
  }

  addPreProcessor(fn) {
    this.preProcessors.add(fn);
  }

  removePreProcessor(fn) {
    this.preProcessors.delete(fn);
  }

  getFile(id) {
    return this.files.get(id);
  }

  on(event, listener) {
    this.listeners.set(event, listener);
  }

  emit(event, ...args) {
    this.listeners.get(event)?.(...args);
  }
}

/**
 * Files of the composer: chosen, pasted, dropped, or handed over by `composer:add-files`. Each goes to the first
 * handler that takes its kind, or through the steps before an upload and to the site. Its place in the text is taken
 * by the `composer:*` events, as in core.
 */
export default class UppyComposerUpload {
  @service appEvents;
  @service composer;
  @service dialog;
  @service session;

  #missing = new Map();
  #number = 0;
  #teardown = null;

  constructor(
    owner,
    {
      composerModel,
      uploadPreProcessors,
      uploadHandlers,
      fileUploadElementId,
      textManipulation,
    }
  ) {
    setOwner(this, owner);
    this.composerModel = composerModel;
    this.fileUploadElementId = fileUploadElementId;
    this.uploadPreProcessors = uploadPreProcessors;
    this.uploadHandlers = uploadHandlers;
    this.textManipulation = textManipulation;
  }

  get #placeholder() {
    return this.textManipulation().placeholder;
  }

  /** @param {Element} element the editor, on which files are dropped and pasted */
  setup(element) {
    const fileInput = document.getElementById(this.fileUploadElementId);
    this.uppy = new Uppy();
    this.uppy.on("upload-error", (file, { errors }) => {
      file.failed = true;
      this.#placeholder.cancel(file);
      run(() => this.composer.set("isProcessingUpload", false));
      this.dialog.alert(errors.join("\n"));
    });
    this.uppy.on("preprocess-progress", (file) =>
      this.#placeholder.progress(file)
    );
    this.uppy.on("preprocess-complete", (file, _, pluginId) => {
      run(() => this.#placeholder.progressComplete(file));
      this.#stepCompleted(pluginId);
    });
    for (const { pluginClass, optionsResolverFn } of this.uploadPreProcessors) {
      if (!pluginClass.pluginId || pluginClass.pluginType !== "preprocessor") {
        throw new Error("a step has to have a static pluginId and pluginType");
      }
      const options = optionsResolverFn({ composerModel: this.composerModel });
      new pluginClass(this.uppy, options).install();
    }

    const paste = (event) => this.#pasted(event);
    const over = (event) => event.preventDefault();
    const drop = (event) => {
      event.preventDefault();
      this._addFiles([...event.dataTransfer.files]);
    };
    const chosen = () => {
      this._addFiles([...fileInput.files]);
      fileInput.value = "";
    };
    element.addEventListener("paste", paste, true);
    element.addEventListener("dragover", over);
    element.addEventListener("drop", drop);
    fileInput.addEventListener("change", chosen);
    this.appEvents.on("composer:add-files", this, "_addFiles");
    this.#teardown = () => {
      element.removeEventListener("paste", paste, true);
      element.removeEventListener("dragover", over);
      element.removeEventListener("drop", drop);
      fileInput.removeEventListener("change", chosen);
      this.appEvents.off("composer:add-files", this, "_addFiles");
    };
  }

  teardown() {
    this.#teardown?.();
    this.#teardown = null;
  }

  _addFiles(given) {
    const files = [given]
      .flat()
      .filter((file) => this.uppy.opts.onBeforeFileAdded(file));
    return waitForPromise(this.#upload(files));
  }

  #pasted(event) {
    const { types, files } = event.clipboardData;
    const hasText = types.includes("text/plain") || types.includes("text/html");
    if (
      types.includes("Files") &&
      !hasText &&
      event.target.matches(".d-editor-input")
    ) {
      event.preventDefault();
      this._addFiles([...files]);
    }
  }

  async #upload(files) {
    const unhandled = [];
    for (const data of files) {
      const handler = this.#handlerOf(data.name);
      if (!handler) {
        const id = `uppy-${++this.#number}`;
        const file = { id, name: data.name, data, meta: {} };
        this.uppy.files.set(id, file);
        unhandled.push(file);
      } else if (!handler.method([data], this)) {
        return;
      }
    }
    if (unhandled.length === 0) {
      return;
    }

    this.#missing.clear();
    for (const { pluginClass } of this.uploadPreProcessors) {
      this.#missing.set(pluginClass.pluginId, unhandled.length);
    }
    run(() => {
      this.composer.set("isProcessingUpload", this.#missing.size > 0);
      unhandled.forEach((file) => this.#placeholder.insert(file));
    });
    try {
      const ids = unhandled.map(({ id }) => id);
      for (const step of this.uppy.preProcessors) {
        await step(ids);
      }
      await Promise.all(unhandled.map((file) => this.#send(file)));
    } catch {
      // Uppy logs what a step rejects, and leaves it at that
    }
  }

  /** The composer waits until every step has told of every file, whether it did something with it or not. */
  #stepCompleted(pluginId) {
    const missing = this.#missing.get(pluginId) - 1;
    if (missing > 0) {
      this.#missing.set(pluginId, missing);
      return;
    }
    this.#missing.delete(pluginId);
    if (this.#missing.size === 0) {
      run(() => this.composer.set("isProcessingUpload", false));
    }
  }

  async #send(file) {
    if (file.failed) {
      return;
    }
    const form = new FormData();
    form.append("upload_type", "composer");
    form.append("file", file.data, file.name);
    const { short_url } = await post("/uploads.json", form, this.session);
    run(() => this.#placeholder.success(file, `![${file.name}](${short_url})`));
  }

  #handlerOf(name) {
    return this.uploadHandlers.find(({ extensions }) =>
      new RegExp(`\\.(${extensions.join("|")})$`, "i").test(name)
    );
  }
}

function post(path, body, { csrfToken }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", getURL(path));
    xhr.setRequestHeader("X-CSRF-Token", csrfToken);
    xhr.onload = () =>
      xhr.status === 200 ? resolve(JSON.parse(xhr.responseText)) : reject();
    xhr.onerror = reject;
    xhr.send(body);
  });
}

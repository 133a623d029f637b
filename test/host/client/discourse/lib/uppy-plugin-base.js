/**
 * What plugins build their steps of an upload on. Core's stands on Uppy's `BasePlugin`, of which `uppy` here is what
 * lib/uppy/composer-upload needs.
 */
export class UppyPluginBase {
  constructor(uppy, opts) {
    this.uppy = uppy;
    this.opts = opts;
    this.id = this.constructor.pluginId;
  }

  _getFile(fileId) {
    return this.uppy.getFile(fileId);
  }

  _emitAllComplete(fileIds, skipped = false) {
    fileIds.forEach((id) => this._emitComplete(this._getFile(id), skipped));
    return Promise.resolve();
  }

  _skipAll(fileIds) {
    return this._emitAllComplete(fileIds, true);
  }

  _emitError(file, errorMessage) {
    this.uppy.emit("upload-error", file, {
      errors: [errorMessage],
      message: `[${this.id}] ${errorMessage}`,
    });
  }
}

/** A step before the upload: what its function rejects is not sent. */
export class UploadPreProcessorPlugin extends UppyPluginBase {
  static pluginType = "preprocessor";

  constructor(uppy, opts) {
    super(uppy, opts);
    this.type = this.constructor.pluginType;
  }

  _install(fn) {
    this.uppy.addPreProcessor(fn);
  }

  _uninstall(fn) {
    this.uppy.removePreProcessor(fn);
  }

  _emitProgress(file) {
    this.uppy.emit("preprocess-progress", file, null, this.id);
  }

  _emitComplete(file, skipped = false) {
    this.uppy.emit("preprocess-complete", file, skipped, this.id);
    return Promise.resolve();
  }
}

import { UploadPreProcessorPlugin } from "discourse/lib/uppy-plugin-base";

interface Options {
  /** @returns why no file may be sent now, or null */
  reason(): string | null;
}

/**
 * A step before the uploads of core's composer: whatever brought a file there, a
 * button, another plugin or a file dropped elsewhere, it does not go to the site
 * while the message is encrypted (R11).
 */
export default class UploadRefusal extends UploadPreProcessorPlugin {
  static pluginId = "encrypted-messages-upload-refusal";

  declare opts: Options;

  #check = async (fileIds: string[]): Promise<void> => {
    const reason = this.opts.reason();
    if (reason === null) {
      // Core waits until each step has told of each file.
      await this._skipAll(fileIds);
      return;
    }
    for (const id of fileIds) {
      this._emitError(this._getFile(id), reason);
    }
    throw new Error(reason);
  };

  install(): void {
    this._install(this.#check);
  }

  uninstall(): void {
    this._uninstall(this.#check);
  }
}

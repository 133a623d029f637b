import { UploadPreProcessorPlugin } from "discourse/lib/uppy-plugin-base";

interface Options {
  /** @returns why no file may be sent now, or null */
  reason(): string | null;
  /** Says it to the member. */
  tell(reason: string): void;
}

type BeforeFileAdded = (...args: unknown[]) => unknown;

/** The part of Uppy that core's base class does not wrap. */
interface Uppy {
  opts: { onBeforeFileAdded: BeforeFileAdded };
  setOptions(options: { onBeforeFileAdded: BeforeFileAdded }): void;
}

/**
 * A step before the uploads of core's composer: whatever brought a file there, a
 * button, another plugin or a file dropped elsewhere, it does not go to the site
 * while the message is encrypted.
 */
export default class UploadRefusal extends UploadPreProcessorPlugin {
  static pluginId = "encrypted-messages-upload-refusal";

  declare opts: Options;
  declare uppy: Uppy;

  #check = async (fileIds: string[]): Promise<void> => {
    const reason = this.opts.reason();
    if (reason === null) {
      // Core waits until each step has told of each file, and takes back from the text what it wrote there as the step began:
      // where none has begun, it fails at a text in which the word "undefined" is.
      const files = fileIds.map((id) => this._getFile(id));
      files.forEach((file) => this._emitProgress(file));
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
    // Earlier than that: core writes into the text, ours where that has the focus, as soon as it has taken a file.
    const { onBeforeFileAdded } = this.uppy.opts;
    this.uppy.setOptions({
      onBeforeFileAdded: (...args) => {
        const reason = this.opts.reason();
        if (reason !== null) {
          this.opts.tell(reason);
        }
        return reason === null && onBeforeFileAdded(...args);
      },
    });
  }

  uninstall(): void {
    this._uninstall(this.#check);
  }
}

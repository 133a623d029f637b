import { tracked } from "@glimmer/tracking";
import EmberObject from "@ember/object";
import { getOwner, setOwner } from "@ember/owner";
import { Promise } from "rsvp";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import {
  applyModelCallbacks,
  applyRegisteredFields,
  modelNameFor,
} from "discourse/lib/model-extensions";

/** A record of the store. */
export default class RestModel extends EmberObject {
  /** JSON goes through here before a record takes it. */
  static munge(json) {
    return json;
  }

  static create(args = {}) {
    args.__munge = this.munge;
    const createArgs = this.munge(args, args.store);
    const owner = getOwner(createArgs);
    if (!owner || owner.isDestroyed) {
      setOwner(createArgs, getOwnerWithFallback());
    }
    return super.create(createArgs);
  }

  @tracked isSaving = false;
  @tracked __state;

  constructor() {
    super(...arguments);
    applyRegisteredFields(this);
  }

  init() {
    super.init(...arguments);
    this.#callback("init");
  }

  get isNew() {
    return this.__state === "new";
  }

  beforeCreate() {}
  afterCreate() {}
  beforeUpdate() {}
  afterUpdate() {}

  createProperties() {
    throw new Error(
      "You must overwrite `createProperties()` before saving a record"
    );
  }

  save(props) {
    return this.isNew ? this._saveNew(props) : this.update(props);
  }

  update(props) {
    if (this.isSaving) {
      return Promise.reject();
    }
    props ||= this.updateProperties();
    this.beforeUpdate(props);
    this.#callback("beforeUpdate", props);
    this.#callback("beforeSave", props);

    this.set("isSaving", true);
    return this.store
      .update(this.__type, this.id, props)
      .then(async (res) => {
        const payload = this.__munge(res.payload || res.responseJson);
        this.setProperties(payload);
        this.afterUpdate(res);
        await this.#callback("afterUpdate", res);
        await this.#callback("afterSave", res);
        res.target = this;
        return res;
      })
      .finally(() => this.set("isSaving", false));
  }

  _saveNew(props) {
    if (this.isSaving) {
      return Promise.reject();
    }
    props ||= this.createProperties();
    this.beforeCreate(props);
    this.#callback("beforeCreate", props);
    this.#callback("beforeSave", props);

    const adapter = this.store.adapterFor(this.__type);
    this.set("isSaving", true);
    return adapter
      .createRecord(this.store, this.__type, props)
      .then(async (res) => {
        if (!res) {
          throw new Error("Received no data back from createRecord");
        }
        // a post that waits for approval comes without a payload
        if (res.payload) {
          this.setProperties(this.__munge(res.payload));
          this.set("__state", "created");
        }
        this.afterCreate(res);
        await this.#callback("afterCreate", res);
        await this.#callback("afterSave", res);
        res.target = this;
        return res;
      })
      .finally(() => this.set("isSaving", false));
  }

  #callback(event, result) {
    const name = modelNameFor(this);
    return name ? applyModelCallbacks(name, event, this, result) : undefined;
  }
}

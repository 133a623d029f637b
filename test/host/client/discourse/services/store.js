import { untrack } from "@glimmer/validator";
import Service from "@ember/service";
import { underscore } from "@ember/string";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import { cleanNullQueryParams } from "discourse/lib/utilities";
import RestModel from "discourse/models/rest";
import ResultSet from "discourse/models/result-set";

let identityMap = new Map();

/** Forgets every record. */
export function flushMap() {
  identityMap = new Map();
}

/** Records by type and id, one object for each. */
export default class StoreService extends Service {
  _plurals = {
    category: "categories",
    "post-reply": "post-replies",
    "post-reply-history": "post_reply_histories",
  };

  pluralize(thing) {
    return this._plurals[thing] || `${thing}s`;
  }

  /** Lists that are no result set, such as a topic list. */
  async findFiltered(type, findArgs) {
    const adapter = this.adapterFor(type);
    const result = await adapter.find(
      this,
      type,
      cleanNullQueryParams(findArgs)
    );
    const built = this._build(type, result);
    await adapter.applyTransformations?.([built]);
    return built;
  }

  find(type, findArgs, opts) {
    return this.adapterFor(type)
      .find(this, type, findArgs, opts)
      .then((result) => {
        if (typeof findArgs === "object") {
          return this._resultSet(type, result, findArgs);
        }
        const apiName = this.adapterFor(type).apiNameFor(type);
        return this._hydrate(type, result[underscore(apiName)], result);
      });
  }

  update(type, id, attrs) {
    return this.adapterFor(type).update(this, type, id, attrs);
  }

  createRecord(type, attrs = {}) {
    return attrs[this.adapterFor(type).primaryKey]
      ? this._hydrate(type, attrs)
      : this._build(type, attrs);
  }

  adapterFor(type) {
    const owner = getOwnerWithFallback(this);
    return owner.lookup(`adapter:${type}`) ?? owner.lookup("adapter:rest");
  }

  _resultSet(type, result, findArgs) {
    const typeName = this.#resultKey(type);
    const meta = result.meta ?? result;
    const content = result[typeName].map((json) =>
      this._hydrate(type, json, result)
    );
    return ResultSet.create({
      content,
      findArgs,
      totalRows: meta[`total_rows_${typeName}`] ?? content.length,
      loadMoreUrl: meta[`load_more_${typeName}`],
      resultSetMeta: result.meta,
      extras: result.extras,
      store: this,
      __type: type,
    });
  }

  _build(type, json) {
    const { primaryKey } = this.adapterFor(type);
    json.store = this;
    json.__type = type;
    json.__state = json[primaryKey] ? "created" : "new";
    const model = this.#classFor(type).create(json);
    remember(type, json[primaryKey], model);
    return model;
  }

  // What is known already is updated in place, so that everybody who holds it sees the change.
  _hydrate(type, json) {
    const { primaryKey } = this.adapterFor(type);
    const id = json?.[primaryKey];
    if (!id) {
      throw new Error(
        `Can't hydrate ${type} without primaryKey: \`${primaryKey}\``
      );
    }
    const existing = identityMap.get(keyFor(type, id));
    if (!existing) {
      return this._build(type, json);
    }
    if (existing !== json) {
      delete json[primaryKey];
      const changes = this.#classFor(type).munge(json) ?? {};
      untrack(() => {
        for (const key of Object.keys(changes)) {
          if (existing[key] === changes[key]) {
            delete changes[key];
          }
        }
      });
      existing.setProperties(changes);
      json[primaryKey] = id;
    }
    return existing;
  }

  #classFor(type) {
    return (
      getOwnerWithFallback(this).factoryFor(`model:${type}`)?.class ?? RestModel
    );
  }

  #resultKey(type) {
    return underscore(this.pluralize(this.adapterFor(type).apiNameFor(type)));
  }
}

function keyFor(type, id) {
  return `${type}/${id}`;
}

function remember(type, id, record) {
  if (id) {
    identityMap.set(keyFor(type, id), record);
  }
}

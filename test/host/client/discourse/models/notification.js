import { tracked } from "@glimmer/tracking";
import { applyModelTransformations } from "discourse/lib/model-transformers";
import RestModel from "discourse/models/rest";

export default class Notification extends RestModel {
  static async applyTransformations(notifications) {
    await applyModelTransformations("notification", notifications);
  }

  /** @returns {Promise<Notification[]>} after plugins have seen them */
  static async initializeNotifications(rawList) {
    const notifications = rawList.map((json) => this.create(json));
    await this.applyTransformations(notifications);
    return notifications;
  }

  @tracked read;
}

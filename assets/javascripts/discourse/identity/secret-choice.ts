import { tracked } from "@glimmer/tracking";
import type Owner from "@ember/owner";
import { setOwner } from "@ember/owner";
import { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import {
  MIN_SECRET_LENGTH,
  normalizeSecret,
  secretProblem,
  type SecretStrength,
} from "../lib/index";
import type { CurrentUser, FormErrors, SiteSettings } from "../types/core";
import { loadSecretAdvice, type SecretAdvice } from "./secret-advice";

/** What a form for a new secret holds; an empty field, null, is reported by the form itself. */
export type NewSecret = {
  secret?: string | null;
  secretConfirmation?: string | null;
  kept?: boolean;
};

/** A new form's fields. */
export function noNewSecret(): Required<NewSecret> {
  return { secret: "", secretConfirmation: "", kept: false };
}

/** A member's choice between a secret that is proposed and one of their own. Every form for a new secret has one. */
export default class SecretChoice {
  @service declare currentUser: CurrentUser;
  @service declare siteSettings: SiteSettings;

  /** Undefined until it is loaded: no secret can be chosen before. */
  @tracked advice: SecretAdvice | undefined;

  @tracked hasFailed = false;
  @tracked isOwn = false;
  @tracked proposed = "";

  load = async (): Promise<void> => {
    this.hasFailed = false;
    try {
      this.advice = await waitForPromise(
        loadSecretAdvice(this.currentUser, this.siteSettings)
      );
      this.propose();
    } catch {
      this.hasFailed = true;
    }
  };

  propose = (): void => {
    this.proposed = this.advice!.propose();
  };

  toggle = (): void => {
    this.isOwn = !this.isOwn;
  };

  strengthOf = (secret: string): SecretStrength => {
    return this.advice!.strengthOf(secret);
  };

  constructor(owner: Owner) {
    setOwner(this, owner);
    void this.load();
  }

  /** The secret that a form's fields stand for. */
  secretIn({ secret }: NewSecret): string {
    return this.isOwn ? (secret ?? "") : this.proposed;
  }

  /** Tells a form what is wrong with the secret. */
  validate(data: NewSecret, { addError }: FormErrors): void {
    const secret = this.secretIn(data);
    const { secretConfirmation } = data;
    const problem = this.advice ? this.#problemOf(secret) : "not-loaded";

    if (problem && problem !== "empty") {
      addError(this.isOwn ? "secret" : "secretConfirmation", {
        title: i18n("encrypted_messages.enable_modal.secret"),
        message: i18n(
          `encrypted_messages.enable_modal.${problem.replaceAll("-", "_")}`,
          { count: MIN_SECRET_LENGTH }
        ),
      });
    }
    if (
      secretConfirmation &&
      normalizeSecret(secret) !== normalizeSecret(secretConfirmation)
    ) {
      addError("secretConfirmation", {
        title: i18n("encrypted_messages.enable_modal.secret_confirmation"),
        message: i18n("encrypted_messages.enable_modal.mismatch"),
      });
    }
  }

  #problemOf(secret: string): string | null {
    const isWeak = this.strengthOf(secret).score < this.#minimumStrength;
    return secretProblem(secret) ?? (isWeak ? "too-weak" : null);
  }

  /** The site's minimum, as a score of the strength meter; never less than 1. */
  get #minimumStrength(): number {
    return Math.max(
      1,
      Number(this.siteSettings.encrypted_messages_min_secret_strength) || 1
    );
  }
}

import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const joined = (messages) => messages.join(", ");
const anchorOf = (name) => `#control-${name.replaceAll(".", "-")}`;

/** Names every field with errors, with links to them. */
export default class FKErrorsSummary extends Component {
  focusField = (event) => {
    event.preventDefault();
    document
      .querySelector(event.currentTarget.getAttribute("href"))
      ?.querySelector("input, textarea, select, button")
      ?.focus();
  };

  get hasErrors() {
    return Object.keys(this.args.errors).length > 0;
  }

  <template>
    {{#if this.hasErrors}}
      <div class="form-kit__errors-summary" aria-live="assertive" ...attributes>
        <h2 class="form-kit__errors-summary-title">
          {{dIcon "triangle-exclamation"}}
          {{i18n "form_kit.errors_summary_title"}}
        </h2>
        <ul class="form-kit__errors-summary-list">
          {{#each-in @errors as |name error|}}
            <li>
              <a
                rel="noopener noreferrer"
                href={{anchorOf name}}
                {{on "click" this.focusField}}
              >{{error.title}}</a>:
              {{joined error.messages}}
            </li>
          {{/each-in}}
        </ul>
      </div>
    {{/if}}
  </template>
}

import bodyClass from "discourse/helpers/body-class";
import dFormatDate from "discourse/ui-kit/helpers/d-format-date";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "user-summary-page"}}
  <section class="user-content" id="user-content">
    <dl class="user-summary-dates">
      {{#if @model.created_at}}
        <dt>{{i18n "user.created"}}</dt>
        <dd>{{dFormatDate @model.created_at leaveAgo="true"}}</dd>
      {{/if}}
    </dl>
  </section>
</template>

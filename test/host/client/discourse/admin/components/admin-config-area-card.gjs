import { i18n } from "discourse-i18n";

const AdminConfigAreaCard = <template>
  <section class="admin-config-area-card" ...attributes>
    {{#if @heading}}
      <div class="admin-config-area-card__header-wrapper">
        <h3 class="admin-config-area-card__title">{{i18n @heading}}</h3>
      </div>
    {{/if}}
    <div class="admin-config-area-card__content">{{yield to="content"}}</div>
  </section>
</template>;

export default AdminConfigAreaCard;

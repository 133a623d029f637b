// host-only: core's page of this name comes from the server
import { i18n } from "discourse-i18n";

export default <template>
  <div class="container">
    <div class="error-page page-not-found">
      <h1 class="title">{{i18n "errors.reasons.not_found"}}</h1>
    </div>
  </div>
</template>

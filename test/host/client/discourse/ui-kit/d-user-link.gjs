import { userPath } from "discourse/lib/url";
import { or } from "discourse/truth-helpers";

const path = (username) => userPath((username ?? "").toLowerCase());

const DUserLink = <template>
  <a
    href={{or @href (path @username)}}
    data-user-card={{@username}}
    aria-label={{@ariaLabel}}
    ...attributes
  >{{yield}}</a>
</template>;

export default DUserLink;

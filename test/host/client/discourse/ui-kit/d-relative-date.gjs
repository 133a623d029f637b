import { trustHTML } from "@ember/template";
import { autoUpdatingRelativeAge, longDate } from "discourse/lib/formatter";

const age = (date) =>
  trustHTML(autoUpdatingRelativeAge(new Date(date), { format: "tiny" }));
const title = (date) => longDate(new Date(date));

/** A date as time gone by, with the full date as its title. */
const DRelativeDate = <template>
  {{#if @date}}<span title={{title @date}}>{{age @date}}</span>{{/if}}
</template>;

export default DRelativeDate;

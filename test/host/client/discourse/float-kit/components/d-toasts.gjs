import Component from "@glimmer/component";
import { service } from "@ember/service";
import autoCloseToast from "discourse/float-kit/modifiers/auto-close-toast";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

const DURATIONS = { short: 3000, long: 5000 };

class DToast extends Component {
  get duration() {
    const { duration } = this.args.toast.options;
    return DURATIONS[duration] ?? duration;
  }

  <template>
    <output
      role={{if @toast.options.autoClose "status" "log"}}
      class={{dConcatClass "fk-d-toast" @toast.options.class}}
      data-test-duration={{this.duration}}
      {{autoCloseToast
        close=@toast.close
        duration=this.duration
        enabled=@toast.options.autoClose
      }}
    >
      <@toast.options.component
        @data={{@toast.options.data}}
        @close={{@toast.close}}
      />
    </output>
  </template>
}

export default class DToasts extends Component {
  @service toasts;

  <template>
    <section class="fk-d-toasts">
      {{#each this.toasts.activeToasts key="id" as |toast|}}
        <DToast @toast={{toast}} />
      {{/each}}
    </section>
  </template>
}

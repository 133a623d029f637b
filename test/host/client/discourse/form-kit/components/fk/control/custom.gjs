import FKBaseControl from "discourse/form-kit/components/fk/control/base";

/** Wraps whatever input the caller brings. */
export default class FKControlCustom extends FKBaseControl {
  static controlType = "custom";

  <template>
    <div class="form-kit__control-custom">{{yield}}</div>
  </template>
}

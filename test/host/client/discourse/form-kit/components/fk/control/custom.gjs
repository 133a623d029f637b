import Component from "@glimmer/component";

/** Wraps whatever input the caller brings. */
export default class FKControlCustom extends Component {
  static controlType = "custom";

  <template>
    <div class="form-kit__control-custom">{{yield}}</div>
  </template>
}

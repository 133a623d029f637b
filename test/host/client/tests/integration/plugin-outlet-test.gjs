import Component from "@glimmer/component";
import { render } from "@ember/test-helpers";
import { module, test } from "qunit";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { withPluginApi } from "discourse/lib/plugin-api";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";

module("Host | components | plugin-outlet", function (hooks) {
  setupRenderingTest(hooks);

  test("renders what plugins put there, with the outlet's arguments", async function (assert) {
    withPluginApi((api) =>
      api.renderInOutlet(
        "topic-title",
        <template>
          <b class="one">{{@outletArgs.name}} {{@name}}</b>
        </template>
      )
    );

    await render(
      <template>
        <PluginOutlet
          @name="topic-title"
          @outletArgs={{lazyHash name="jane"}}
        />
      </template>
    );

    assert.dom(".one").hasText("jane jane");
  });

  test("a wrapper's connector takes the block's place and may yield it", async function (assert) {
    withPluginApi((api) => {
      api.renderInOutlet(
        "post-content-cooked-html",
        <template>
          <div class="around">{{yield}}</div>
        </template>
      );
      api.renderBeforeWrapperOutlet(
        "post-content-cooked-html",
        <template>
          <i class="before"></i>
        </template>
      );
    });

    await render(
      <template>
        <PluginOutlet @name="post-content-cooked-html">
          <p class="core"></p>
        </PluginOutlet>
      </template>
    );

    assert.dom(".before").exists();
    assert.dom(".around > p.core").exists();
  });

  test("shouldRender decides, and the block stays where nobody renders", async function (assert) {
    class Never extends Component {
      static shouldRender(args, context) {
        return args.wanted && Boolean(context.siteSettings);
      }

      <template>
        <b class="never"></b>
      </template>
    }
    withPluginApi((api) => api.renderInOutlet("topic-title", Never));

    await render(
      <template>
        <PluginOutlet @name="topic-title" @outletArgs={{lazyHash wanted=false}}>
          <p class="core"></p>
        </PluginOutlet>
      </template>
    );

    assert.dom(".never").doesNotExist();
    assert.dom("p.core").exists();
  });
});

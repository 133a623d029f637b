import ComposerContainer from "discourse/components/composer-container";
import DDocument from "discourse/components/d-document";
import GlimmerSiteHeader from "discourse/components/glimmer-site-header";
import ModalContainer from "discourse/components/modal-container";
import PluginOutlet from "discourse/components/plugin-outlet";
import DialogHolder from "discourse/dialog-holder/components/dialog-holder";
import DMenus from "discourse/float-kit/components/d-menus";
import DToasts from "discourse/float-kit/components/d-toasts";
import htmlClass from "discourse/helpers/html-class";
import lazyHash from "discourse/helpers/lazy-hash";

export default <template>
  {{htmlClass (if @controller.site.mobileView "mobile-view" "desktop-view")}}
  <DDocument />
  <div id="ember-root" class="ember-application">
    <div
      id="a11y-announcements-polite"
      class="sr-only"
      aria-live="polite"
      aria-atomic="true"
    >{{@controller.a11y.politeMessage}}</div>
    <div
      id="a11y-announcements-assertive"
      class="sr-only"
      aria-live="assertive"
      aria-atomic="true"
    >{{@controller.a11y.assertiveMessage}}</div>

    <PluginOutlet @name="above-site-header" />
    <GlimmerSiteHeader />
    <PluginOutlet @name="below-site-header" />

    <div id="main-outlet-wrapper" class="wrap" role="main">
      <div id="main-outlet">
        <PluginOutlet @name="above-main-container" />
        <div class="container" id="main-container">
          <PluginOutlet
            @name="top-notices"
            @outletArgs={{lazyHash model=@controller}}
          />
        </div>
        {{outlet}}
      </div>
    </div>

    <ModalContainer />
    <DialogHolder />
    <ComposerContainer />
  </div>
  <DMenus />
  <DToasts />
</template>

import Header from "discourse/components/header";

/** The header stays at the top while the page scrolls. */
const GlimmerSiteHeader = <template>
  <div class="d-header-wrap">
    <Header />
  </div>
</template>;

export default GlimmerSiteHeader;

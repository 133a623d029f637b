/** A bar of pills that scrolls sideways where it has no room. */
const DHorizontalOverflowNav = <template>
  <nav class="horizontal-overflow-nav" aria-label={{@ariaLabel}}>
    <ul
      class="nav-pills action-list {{@className}}"
      ...attributes
    >{{yield}}</ul>
  </nav>
</template>;

export default DHorizontalOverflowNav;

const DEmptyState = <template>
  <div class="empty-state" ...attributes>
    {{#if @title}}
      <span class="empty-state-title empty-state__title">{{@title}}</span>
    {{/if}}
    <div class="empty-state-body empty-state__body"><p>{{@body}}</p></div>
  </div>
</template>;

export default DEmptyState;

const classFor = (type) => (type ? `alert alert-${type}` : "alert");

/** A message with a severity; renders nothing without `@flash`. */
const DFlashMessage = <template>
  {{#if @flash}}
    <div class={{classFor @type}} ...attributes>{{@flash}}</div>
  {{/if}}
</template>;

export default DFlashMessage;

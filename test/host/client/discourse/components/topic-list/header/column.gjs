// host-only: core has a module for each column's heading, with sorting
import { i18n } from "discourse-i18n";

/** A column's heading: `@order` names the column, `@name` its text. */
const HeaderColumn = <template>
  <th
    class="{{@order}} topic-list-data {{if @number 'num'}}"
    data-sort-order={{@order}}
    scope="col"
  >
    {{#if @name}}
      <span class={{if @screenReaderOnly "sr-only"}} id={{@id}}>
        {{i18n @name}}
      </span>
    {{/if}}
  </th>
</template>;

export const TopicHeader = <template>
  <HeaderColumn @order="default" @name={{@name}} @id="topic-list-heading" />
</template>;

export const PostersHeader = <template>
  <HeaderColumn @order="posters" @name="posters" @screenReaderOnly={{true}} />
</template>;

export const RepliesHeader = <template>
  <HeaderColumn @order="posts" @name="replies" @number={{true}} />
</template>;

export const ViewsHeader = <template>
  <HeaderColumn @order="views" @name="views" @number={{true}} />
</template>;

export const ActivityHeader = <template>
  <HeaderColumn @order="activity" @name="activity" @number={{true}} />
</template>;

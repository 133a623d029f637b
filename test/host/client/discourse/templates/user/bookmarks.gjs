import BookmarkList from "discourse/components/bookmark-list";
import DEmptyState from "discourse/ui-kit/d-empty-state";
import { i18n } from "discourse-i18n";

export default <template>
  {{#if @model.bookmarks.length}}
    <BookmarkList @content={{@model.bookmarks}} />
  {{else}}
    <DEmptyState @title={{i18n "user.no_bookmarks_title"}} />
  {{/if}}
</template>

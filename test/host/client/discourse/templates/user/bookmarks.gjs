import { trustHTML } from "@ember/template";
import TopicLink from "discourse/components/topic-list/topic-link";
import TopicStatus from "discourse/components/topic-status";
import DEmptyState from "discourse/ui-kit/d-empty-state";
import { i18n } from "discourse-i18n";

/** A member's bookmarks as a table. */
const BookmarkList = <template>
  <table class="topic-list bookmark-list">
    <tbody class="topic-list-body">
      {{#each @content as |bookmark|}}
        <tr class="topic-list-item bookmark-list-item">
          <td class="main-link topic-list-data">
            <span class="link-top-line">
              <div class="bookmark-status-with-link">
                <TopicStatus @topic={{bookmark.topicStatus}} />
                <TopicLink @topic={{bookmark.topicForList}} />
              </div>
            </span>
            {{#if bookmark.excerpt}}
              <p class="post-excerpt">{{trustHTML bookmark.excerpt}}</p>
            {{/if}}
          </td>
        </tr>
      {{/each}}
    </tbody>
  </table>
</template>;

export default <template>
  {{#if @model.bookmarks.length}}
    <BookmarkList @content={{@model.bookmarks}} />
  {{else}}
    <DEmptyState @title={{i18n "user.no_bookmarks_title"}} />
  {{/if}}
</template>

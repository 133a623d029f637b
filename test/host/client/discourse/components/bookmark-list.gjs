import { trustHTML } from "@ember/template";
import TopicLink from "discourse/components/topic-list/topic-link";
import TopicStatus from "discourse/components/topic-status";

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

export default BookmarkList;

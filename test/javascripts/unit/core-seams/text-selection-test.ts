import { module, test } from "qunit";
import {
  guardSelection,
  type Selection,
} from "discourse/plugins/discourse-encrypted-messages/discourse/core-seams/text-selection";
import type { Post } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";

const TOOLBAR = "post-text-selection-toolbar";

module(
  "Unit | Core seam | encrypted-messages | text selection",
  function (hooks) {
    let shown: { component?: unknown; data?: Partial<Selection> }[];
    const Toolbar = {} as Parameters<typeof guardSelection>[3];

    hooks.beforeEach(function () {
      shown = [];
    });

    /** Selects a text in a post of a topic that is encrypted. */
    async function select(post: Partial<Post>): Promise<Partial<Selection>> {
      const menu = {
        show: async (_trigger: object, options?: object) =>
          void shown.push(options ?? {}),
      };
      guardSelection(
        menu,
        () => true,
        ({ username }) => username,
        Toolbar
      );
      const data = {
        topic: { id: 12, postStream: { findLoadedPost: () => post } },
        quoteState: { postId: 7 },
      } as unknown as Selection;
      await menu.show({}, { identifier: TOOLBAR, data } as object);
      return data;
    }

    test("quotes the message that it stands in, by its author's name (H13)", async function (assert) {
      const { quoteState } = await select({ post_number: 3, username: "jane" });
      assert.strictEqual(shown[0]?.component, Toolbar);
      assert.deepEqual(quoteState?.opts, {
        topic: 12,
        post: 3,
        username: "jane",
      });
    });

    test("is quoted by nobody's name where its author's account is deleted (R20)", async function (assert) {
      const { quoteState } = await select({ post_number: 3, username: null });
      assert.strictEqual(shown[0]?.component, Toolbar);
      assert.deepEqual(quoteState?.opts, {
        topic: 12,
        post: 3,
        username: "member",
      });
    });
  }
);

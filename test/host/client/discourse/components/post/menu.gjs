import Component from "@glimmer/component";
import { cached, tracked } from "@glimmer/tracking";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import PostMenuButtonConfig from "discourse/components/post/menu/button-config";
import PostMenuEditButton from "discourse/components/post/menu/buttons/edit";
import PostMenuRepliesButton from "discourse/components/post/menu/buttons/replies";
import PostMenuReplyButton from "discourse/components/post/menu/buttons/reply";
import lazyHash from "discourse/helpers/lazy-hash";
import DAG from "discourse/lib/dag";
import { applyMutableValueTransformer } from "discourse/lib/transformer";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

class PostMenuShowMoreButton extends Component {
  static shouldRender({ state }) {
    return state.collapsedButtons?.length > 1 && state.collapsed;
  }

  <template>
    <DButton
      class="post-action-menu__show-more show-more-actions"
      ...attributes
      @action={{@buttonActions.showMoreActions}}
      @icon="ellipsis"
      @title="show_more"
    />
  </template>
}

const PostMenuCopyLinkButton = <template>
  <DButton
    class="post-action-menu__copy-link"
    ...attributes
    @action={{@buttonActions.copyLink}}
    @icon="link"
    @title="post.controls.copy_title"
  />
</template>;

const buttonKeys = Object.freeze({
  ADMIN: "admin",
  BOOKMARK: "bookmark",
  COPY_LINK: "copyLink",
  DELETE: "delete",
  EDIT: "edit",
  FLAG: "flag",
  LIKE: "like",
  READ: "read",
  REPLIES: "replies",
  REPLY: "reply",
  SHARE: "share",
  ADD_TRANSLATION: "addTranslation",
  SHOW_MORE: "showMore",
});

/** Those of core's buttons that the host has. */
const BUTTONS = new Map([
  [buttonKeys.COPY_LINK, PostMenuCopyLinkButton],
  [buttonKeys.EDIT, PostMenuEditButton],
  [buttonKeys.REPLIES, PostMenuRepliesButton],
  [buttonKeys.REPLY, PostMenuReplyButton],
  [buttonKeys.SHOW_MORE, PostMenuShowMoreButton],
]);

const DAG_OPTIONS = {
  defaultPosition: { before: buttonKeys.SHOW_MORE },
  throwErrorOnCycle: false,
};

/** The buttons under a post. Plugins change them through the transformer. */
export default class PostMenu extends Component {
  @service currentUser;
  @service siteSettings;

  @tracked collapsed = true;

  setCollapsed = (value) => {
    this.collapsed = value;
  };

  showMoreActions = () => {
    this.collapsed = false;
  };

  @cached
  get buttonActions() {
    const { copyLink, editPost, replyToPost, toggleReplies } = this.args;
    return {
      copyLink,
      editPost,
      replyToPost,
      toggleReplies,
      setCollapsed: this.setCollapsed,
      showMoreActions: this.showMoreActions,
    };
  }

  @cached
  get staticMethodsArgs() {
    return {
      post: this.args.post,
      state: Object.freeze({
        canCreatePost: this.args.canCreatePost,
        collapsed: this.collapsed,
        currentUser: this.currentUser,
        repliesShown: this.args.repliesShown,
        isWikiMode: Boolean(this.args.post.wiki && this.args.post.can_edit),
      }),
    };
  }

  @cached
  get state() {
    return Object.freeze({
      ...this.staticMethodsArgs.state,
      collapsedButtons: this.collapsedButtons,
    });
  }

  /** The site setting's order, "show more" before its last. */
  @cached
  get configuredItems() {
    const items = this.siteSettings.post_menu.split("|").filter(Boolean);
    if (items.length && !items.includes(buttonKeys.SHOW_MORE)) {
      items.splice(-1, 0, buttonKeys.SHOW_MORE);
    }
    return items;
  }

  get hiddenItems() {
    return (this.siteSettings.post_menu_hidden_items || "")
      .split("|")
      .filter(Boolean);
  }

  @cached
  get registeredButtons() {
    const added = new Set();
    const replaced = new WeakMap();
    const hidden = new Map();
    let tracking = false;

    const dag = DAG.from(this.#coreEntries(), {
      ...DAG_OPTIONS,
      onAddItem: (key) => tracking && added.add(key),
      onDeleteItem: (key) => added.delete(key),
      onReplaceItem: (key, newComponent, oldComponent) =>
        newComponent !== oldComponent &&
        replaced.set(newComponent, oldComponent),
    });
    tracking = true;

    return this.#transformed(dag, hidden)
      .entries()
      .map(
        ([key, ButtonComponent, position]) =>
          new PostMenuButtonConfig({
            key,
            Component: ButtonComponent,
            apiAdded: added.has(key),
            hidden: hidden.get(key),
            owner: getOwner(this),
            position,
            replaced,
          })
      );
  }

  @cached
  get availableButtons() {
    return this.registeredButtons.filter(
      (button) =>
        button.apiAdded ||
        button.key === buttonKeys.REPLIES ||
        this.configuredItems.includes(button.key)
    );
  }

  @cached
  get extraControls() {
    return this.availableButtons.filter(
      (button) =>
        button.extraControls(this.staticMethodsArgs) &&
        button.shouldRender(this.staticMethodsArgs)
    );
  }

  @cached
  get collapsedButtons() {
    if (!this.collapsed) {
      return [];
    }
    const collapsed = this.availableButtons.filter((button) => {
      const hidden = button.hidden(this.staticMethodsArgs);
      return (
        hidden !== false &&
        button.key !== buttonKeys.SHOW_MORE &&
        (hidden || this.hiddenItems.includes(button.key)) &&
        button.shouldRender(this.staticMethodsArgs)
      );
    });
    // A menu of one would only be in the way.
    return collapsed.length > 1 ? collapsed : [];
  }

  @cached
  get visibleButtons() {
    const args = { post: this.args.post, state: this.state };
    const buttons = this.availableButtons.filter(
      (button) =>
        !this.collapsedButtons.includes(button) &&
        !button.extraControls(this.staticMethodsArgs)
    );
    return DAG.from(
      buttons.map((button) => [button.key, button, button.position]),
      DAG_OPTIONS
    )
      .resolve()
      .map(({ value }) => value)
      .filter((button) => button.shouldRender(args));
  }

  #coreEntries() {
    const items = this.configuredItems;
    const more = items.indexOf(buttonKeys.SHOW_MORE);
    return [...BUTTONS.entries()]
      .sort(([one], [other]) => items.indexOf(one) - items.indexOf(other))
      .map(([key, ButtonComponent]) => {
        const side = items.indexOf(key) < more ? "before" : "after";
        const position =
          key === buttonKeys.SHOW_MORE || !items.includes(key)
            ? null
            : { [side]: [buttonKeys.SHOW_MORE] };
        return [key, ButtonComponent, position];
      });
  }

  #transformed(dag, hidden) {
    const items = this.configuredItems;
    const more = items.indexOf(buttonKeys.SHOW_MORE);
    const hiddenKeys = items.filter((key) => this.hiddenItems.includes(key));

    return applyMutableValueTransformer("post-menu-buttons", dag, {
      ...this.staticMethodsArgs,
      buttonLabels: { hide() {}, show() {}, default() {} },
      collapsedButtons: {
        hide: (key) => hidden.set(key, true),
        show: (key) => hidden.set(key, false),
        default: (key) => hidden.delete(key),
      },
      buttonKeys,
      firstButtonKey: items[0],
      lastHiddenButtonKey: hiddenKeys.at(-1) ?? null,
      lastItemBeforeMoreItemsButtonKey: items[more - 1] ?? null,
      secondLastHiddenButtonKey: hiddenKeys.at(-2) ?? null,
    });
  }

  <template>
    <PluginOutlet
      @name="post-menu"
      @outletArgs={{lazyHash post=@post state=this.state}}
    >
      <nav
        class={{concatClass
          "post-controls"
          (if this.collapsedButtons.length "collapsed" "expanded")
        }}
      >
        {{#each this.extraControls key="key" as |button|}}
          <button.Component
            @post={{@post}}
            @state={{this.state}}
            @buttonActions={{this.buttonActions}}
          />
        {{/each}}
        <div class="actions">
          {{#each this.visibleButtons key="key" as |button|}}
            <button.Component
              @post={{@post}}
              @state={{this.state}}
              @buttonActions={{this.buttonActions}}
              class="btn-flat post-action-menu__button"
            />
          {{/each}}
        </div>
      </nav>
    </PluginOutlet>
  </template>
}

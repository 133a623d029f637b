import Component from "@glimmer/component";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { applyValueTransformer } from "discourse/lib/transformer";
import { userPath } from "discourse/lib/url";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

export default class PostMetaDataPosterName extends Component {
  @service siteSettings;

  get path() {
    return userPath(this.args.post.username.toLowerCase());
  }

  get additionalClasses() {
    return applyValueTransformer("poster-name-class", [], {
      user: this.args.post.user,
    });
  }

  get secondName() {
    const { name, username } = this.args.post;
    const same = (text) => text.toLowerCase().replace(/[\s._-]/g, "");
    return this.siteSettings.display_name_on_posts &&
      name &&
      same(name) !== same(username)
      ? name
      : null;
  }

  <template>
    <div class="names trigger-user-card">
      <PluginOutlet
        @name="post-meta-data-poster-name"
        @outletArgs={{lazyHash post=@post}}
      >
        <span
          class={{concatClass
            "first username"
            (if @post.admin "admin")
            (if @post.moderator "moderator")
            this.additionalClasses
          }}
        >
          <a
            href={{this.path}}
            data-user-card={{@post.username}}
          >{{@post.username}}</a>
        </span>
        {{#if this.secondName}}
          <span class="second full-name">
            <a
              href={{this.path}}
              data-user-card={{@post.username}}
            >{{this.secondName}}</a>
          </span>
        {{/if}}
      </PluginOutlet>
    </div>
  </template>
}

import PluginOutlet from "discourse/components/plugin-outlet";
import UserNav from "discourse/components/user-nav";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import dBoundAvatar from "discourse/ui-kit/helpers/d-bound-avatar";

export default <template>
  <PluginOutlet
    @name="above-user-profile"
    @connectorTagName="div"
    @outletArgs={{lazyHash model=@controller.model}}
  />
  <div class="container {{if @controller.viewingSelf 'viewing-self'}}">
    <section class="user-main">
      <section class="collapsed-info about no-background">
        <div class="details">
          <div class="primary">
            <div class="user-profile-avatar">
              {{dBoundAvatar @controller.model "huge"}}
            </div>
            <div class="primary-textual">
              <div class="user-profile-names">
                <div class="username user-profile-names__primary">
                  {{@controller.model.username}}
                </div>
                <div class="full-name user-profile-names__secondary">
                  {{@controller.model.name}}
                </div>
                <PluginOutlet
                  @name="user-post-names"
                  @connectorTagName="div"
                  @outletArgs={{lazyHash model=@controller.model}}
                />
              </div>
              <PluginOutlet
                @name="user-profile-primary"
                @connectorTagName="div"
                @outletArgs={{lazyHash model=@controller.model}}
              />
            </div>
            <section class="controls">
              <ul>
                {{#if @controller.model.can_send_private_message_to_user}}
                  <li>
                    <DButton
                      @action={{@controller.composePrivateMessage}}
                      @icon="envelope"
                      @label="user.private_message"
                      class="btn-primary compose-pm"
                    />
                  </li>
                {{/if}}
                <PluginOutlet
                  @name="user-profile-controls"
                  @connectorTagName="li"
                  @outletArgs={{lazyHash model=@controller.model}}
                />
              </ul>
            </section>
          </div>
        </div>
      </section>

      <div class="new-user-wrapper">
        <UserNav
          @user={{@controller.model}}
          @viewingSelf={{@controller.viewingSelf}}
        />
        <div class="new-user-content-wrapper">{{outlet}}</div>
      </div>
    </section>
  </div>
</template>

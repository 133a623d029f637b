import AdminAreaSettings from "discourse/admin/components/admin-area-settings";

export default <template>
  <div class="content-body admin-plugin-config-area__settings admin-detail">
    <AdminAreaSettings @plugin={{@model.plugin.id}} />
  </div>
</template>

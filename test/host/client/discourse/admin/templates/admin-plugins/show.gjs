import AdminPluginConfigPage from "discourse/admin/components/admin-plugin-config-page";

export default <template>
  <AdminPluginConfigPage @plugin={{@model}}>{{outlet}}</AdminPluginConfigPage>
</template>

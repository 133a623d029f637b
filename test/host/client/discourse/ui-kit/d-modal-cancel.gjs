import DButton from "discourse/ui-kit/d-button";

const DModalCancel = <template>
  <DButton @action={{@close}} @label="cancel" class="btn-flat d-modal-cancel" />
</template>;

export default DModalCancel;

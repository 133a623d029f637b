import dNumber from "discourse/ui-kit/helpers/d-number";

const ViewsCell = <template>
  <td class="num views topic-list-data">{{dNumber @topic.views}}</td>
</template>;

export default ViewsCell;

const FKText = <template>
  <p class="form-kit-text" ...attributes>{{yield}}</p>
</template>;

export default FKText;

export default <template>
  <div class="container">
    <div class="error-page">
      <h1 class="reason">{{@controller.reason}}</h1>
    </div>
  </div>
</template>

import { tracked } from "@glimmer/tracking";
import Service from "@ember/service";

/** What the site's header shows beside the logo. */
export default class HeaderService extends Service {
  @tracked topicInfo = null;
  @tracked mainTopicTitleVisible = true;
  @tracked userVisible = false;

  get topicInfoVisible() {
    return !!this.topicInfo && !this.mainTopicTitleVisible;
  }

  /** Called when a topic is entered; whether its title is in view is corrected while scrolling. */
  enterTopic(topic, isLoadingFirstPost) {
    this.topicInfo = topic;
    this.mainTopicTitleVisible = isLoadingFirstPost;
  }

  clearTopic() {
    this.topicInfo = null;
    this.mainTopicTitleVisible = true;
  }
}

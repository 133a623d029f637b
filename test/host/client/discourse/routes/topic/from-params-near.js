import TopicFromParams from "discourse/routes/topic/from-params";

export default class TopicFromParamsNear extends TopicFromParams {}

import buildPrivateMessagesRoute from "discourse/routes/build-private-messages-route";

export default buildPrivateMessagesRoute(
  "user",
  "private-messages-archive",
  "archive"
);

const NAMES = [
  "archived",
  "bookmarkable_id",
  "bookmarkable_type",
  "bookmarkable_url",
  "closed",
  "excerpt",
  "fancy_title",
  "highest_post_number",
  "invisible",
  "last_read_post_number",
  "linked_post_number",
  "name",
  "slug",
  "title",
  "topic_id",
  "user",
];

/** Those of core's fields that the host's pages show. What plugins add is in none of core's schemas. */
export const BookmarkSchema = {
  type: "bookmark",
  fields: NAMES.map((name) => ({ kind: "attribute", name })),
};

import { ajax } from "discourse/lib/ajax";

const LIMIT = 6;

/**
 * Looks members and groups up by the beginning of a name.
 * @param {object} options `term`, `topicId`, `exclude` (names to leave out), `includeGroups`,
 *   `includeMessageableGroups`, `allowEmails`, `limit`
 * @returns {Promise<object[]>} users, then groups; a bare address counts as a user where allowed
 */
export default async function userSearch(options) {
  const { term, topicId, exclude = [], limit = LIMIT } = options;
  const { users = [], groups = [] } = await ajax("/u/search/users", {
    data: {
      term,
      topic_id: topicId,
      include_groups: options.includeGroups,
      include_mentionable_groups: options.includeMentionableGroups,
      include_messageable_groups: options.includeMessageableGroups,
      limit,
    },
  });
  const found = users.filter(({ username }) => !exclude.includes(username));
  if (options.allowEmails && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(term)) {
    found.push({ username: term });
  }
  return [
    ...found.slice(0, limit),
    ...groups.filter(({ name }) => !exclude.includes(name)),
  ];
}

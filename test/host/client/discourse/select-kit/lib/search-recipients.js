// host-only: core has this in user-chooser
import userSearch from "discourse/lib/user-search";

/** @returns {string} what is looked up for a typed text: "@pete " → "pete" */
export function searchTerm(text) {
  return text.trim().replace(/^@/, "");
}

/**
 * Looks members, groups and addresses up.
 * @param {string} term
 * @param {object} options of the chooser; `excludedUsernames` are left out, as are `chosen`
 * @returns {Promise<object[]>} items with `id`, `name` and one of `isUser`, `isGroup`, `isEmail`
 */
export async function searchRecipients(term, chosen, options = {}) {
  if (term.includes("@") && !options.allowEmails) {
    return []; // as core's skipSearch has it
  }
  const found = await userSearch({
    ...options,
    term,
    exclude: [...chosen, ...(options.excludedUsernames ?? [])],
  });
  return found.map(describe);
}

function describe(item) {
  if (item.username) {
    const isEmail = item.username.includes("@");
    return { ...item, id: item.username, isEmail, isUser: !isEmail };
  }
  return { ...item, id: item.name, name: item.full_name, isGroup: true };
}

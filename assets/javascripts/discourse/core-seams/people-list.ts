/**
 * The list of those who take part in a message, below its first post. Core renders each of them by a component of its own
 * module, and has no hook in it; a mark beside a name is therefore put into the link that bears the name.
 */

/**
 * @param within something in the same list's frame
 * @returns by user id, what bears the name
 */
export function placesOfNames(within: Element): Map<number, Element> {
  const users = within
    .closest(".topic-map")
    ?.querySelectorAll<HTMLElement>(".participants .user[data-id]");
  return new Map(
    [...(users ?? [])].flatMap((user) => {
      const link = user.querySelector(".user-link");
      return link ? [[Number(user.dataset["id"]), link] as const] : [];
    })
  );
}

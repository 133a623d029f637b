/**
 * The icon of the lock, as HTML. It is none of core's icons: their classes are what core's styles give the colour of
 * the surroundings to, in titles, posts and menus, and what they hide among notifications.
 */
export const LOCK_ICON =
  '<svg class="encrypted-messages-lock__icon svg-icon" aria-hidden="true" xmlns="http://www.w3.org/2000/svg"><use href="#lock"></use></svg>';

// The vectors as one module: `node bin/build-vendor.mjs --test` makes test/javascripts/vendor/vectors.js of it, since tests in
// a Discourse checkout cannot import JSON.
export { default as addressBooks } from "./address-books.json";
export { default as backups } from "./backups.json";
export { default as bodies } from "./bodies.json";
export { default as cards } from "./cards.json";
export { default as drafts } from "./drafts.json";
export { default as encodings } from "./encodings.json";
export { default as grants } from "./grants.json";
export { default as histories } from "./histories.json";
export { default as keyBags } from "./key-bags.json";
export { default as names } from "./names.json";
export { default as rosters } from "./rosters.json";
export { default as safetyNumbers } from "./safety-numbers.json";
export { default as sightings } from "./sightings.json";
export { default as titles } from "./titles.json";
export { default as versions } from "./versions.json";

export { members as people } from "./people.json";

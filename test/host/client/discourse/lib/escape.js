const ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
  "`": "&#x60;",
  "=": "&#x3D;",
};

/** @returns {string} text that is safe between tags and in a quoted attribute */
export default function escape(string) {
  if (string === null || string === undefined) {
    return "";
  }
  return String(string).replace(/[&<>"'`=]/g, (char) => ENTITIES[char]);
}

// Search terms, and what plugins do to the results.
const resultsCallbacks = [];

/** @param {(results: object) => Promise<object>|object} callback gets what the server answered, and returns it */
export function addSearchResultsCallback(callback) {
  resultsCallbacks.push(callback);
}

// host-only: for tests
export function resetSearchResultsCallbacks() {
  resultsCallbacks.length = 0;
}

/** @returns {Promise<object>} the results after all plugins have seen them */
export async function translateResults(results) {
  let translated = results;
  for (const callback of resultsCallbacks) {
    translated = (await callback(translated)) ?? translated;
  }
  return translated;
}

export function getSearchKey(args) {
  const { searchContext, term } = args;
  const scope = searchContext && `${searchContext.type}|${searchContext.id}`;
  return [args.typeFilter, scope, args.searchForId, term].join("|");
}

export function isValidSearchTerm(searchTerm, siteSettings) {
  const length = searchTerm?.trim().length ?? 0;
  return length >= siteSettings.min_search_term_length;
}

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

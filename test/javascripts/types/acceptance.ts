/** What core's untyped `acceptance` gives to its callback, as far as it is used here. */
export interface Needs {
  user(attributes?: object): void;
  settings(settings: object): void;
  site(attributes: object): void;
  hooks: {
    beforeEach(callback: () => unknown): void;
    afterEach(callback: () => unknown): void;
  };
}

// `assert.dom` as far as these tests use it. Core sets up qunit-dom, but does not publish its types.
interface DomAssertions {
  exists(options?: { count: number } | string, message?: string): DomAssertions;
  doesNotExist(message?: string): DomAssertions;
  isDisabled(message?: string): DomAssertions;
  isEnabled(message?: string): DomAssertions;
  isChecked(): DomAssertions;
  isVisible(): DomAssertions;
  isNotVisible(): DomAssertions;
  isNotChecked(): DomAssertions;
  isFocused(): DomAssertions;
  hasClass(name: string): DomAssertions;
  doesNotHaveClass(name: string): DomAssertions;
  hasText(text: string): DomAssertions;
  includesText(text: string): DomAssertions;
  doesNotIncludeText(text: string): DomAssertions;
  hasValue(value: string): DomAssertions;
  hasAttribute(name: string, value?: string, message?: string): DomAssertions;
  doesNotHaveAttribute(name: string): DomAssertions;
  hasAria(name: string, value: string): DomAssertions;
}

interface Assert {
  dom(target?: string | Element | null): DomAssertions;
}

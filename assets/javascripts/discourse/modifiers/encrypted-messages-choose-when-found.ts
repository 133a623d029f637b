import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [] };
}

/**
 * Around core's chooser in a dialog. Enter before what was typed is looked up picks nobody there, and goes on to the
 * dialog, which takes it for its button: others would be added than the member sees. Here it waits, and then picks
 * whoever has just the name that was typed, nobody else.
 */
export default modifier<Signature>((element) => {
  let wanted: string | null = null;

  const isLoading = () => element.querySelector(".select-kit.is-loading");

  const hold = (event: KeyboardEvent): void => {
    wanted = null;
    const field = event.target;
    const name =
      event.key === "Enter" && field instanceof HTMLInputElement
        ? field.value.trim().replace(/^@/, "").toLowerCase()
        : "";
    if (
      name &&
      (isLoading() || !element.querySelector(".select-kit-row.is-highlighted"))
    ) {
      event.preventDefault();
      event.stopPropagation();
      wanted = name;
    }
  };

  const pick = (): void => {
    if (wanted === null || isLoading()) {
      return;
    }
    const row = [
      ...element.querySelectorAll<HTMLElement>(".select-kit-row[data-value]"),
    ].find(({ dataset }) => dataset["value"]!.toLowerCase() === wanted);
    wanted = null;
    row?.click();
  };

  const observer = new MutationObserver(pick);
  observer.observe(element, {
    attributes: true,
    attributeFilter: ["class"],
    childList: true,
    subtree: true,
  });
  element.addEventListener("keydown", hold, true);
  return () => {
    observer.disconnect();
    element.removeEventListener("keydown", hold, true);
  };
});

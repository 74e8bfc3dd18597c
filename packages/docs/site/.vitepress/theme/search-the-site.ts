/** Opens the site's search by its keys, before Redoc opens one of its own by the same. */
export function searchTheSite(event: KeyboardEvent) {
  const typing =
    event.target instanceof Element &&
    event.target.closest("input, textarea, select, [contenteditable]");
  const asked =
    (event.key === "k" && (event.ctrlKey || event.metaKey)) ||
    (event.key === "/" && !typing);
  if (!asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.querySelector<HTMLElement>(".DocSearch-Button")?.click();
}

/** Brings the keyboard from a row that goes to the one beside it, else to what leads to all of them. */
export function leaveRow(row: HTMLElement | null): void {
  const at = document.activeElement;
  if (at !== document.body && !row?.contains(at)) return;
  const beside = row?.nextElementSibling ?? row?.previousElementSibling ?? row?.closest("section");
  beside?.querySelector<HTMLElement>("a, button")?.focus();
}

/** How far back it is remembered where the focus was. Of a dialog or a menu only the last place counts. */
const reach = 12;
const layerOf = (one: HTMLElement) => one.closest("[aria-modal=true], [role=menu]");

/**
 * Gives the focus back when a dialog among the layers is gone: to the last of what had it before that is still
 * there, so not to the item of a menu that the dialog was opened by, but to what opened the menu. Returns how
 * to stop.
 */
export function returnFocus(layers: HTMLElement): () => void {
  const page = layers.ownerDocument;
  let trail: HTMLElement[] = [];
  let dialog: Element | null = null;
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    dialog = target.closest("[aria-modal=true]") ?? dialog;
    const layer = layerOf(target);
    const before = trail.filter((t) => t !== target && !(layer && layerOf(t) === layer));
    trail = [target, ...before].slice(0, reach);
  };
  const look = new MutationObserver(() => {
    if (!dialog || dialog.isConnected) return;
    dialog = null;
    if (page.activeElement && page.activeElement !== page.body) return;
    const back = trail.find((t) => t.isConnected && t.getClientRects().length > 0 && !t.matches(":disabled"));
    back?.focus({ preventScroll: true });
  });
  page.addEventListener("focusin", onFocus);
  look.observe(layers, { childList: true, subtree: true });
  return () => {
    page.removeEventListener("focusin", onFocus);
    look.disconnect();
  };
}

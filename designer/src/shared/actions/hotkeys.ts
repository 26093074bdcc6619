import { composing } from "@/shared/lib/ime";
import { type Action, offered, registry } from "./actions";
import { keysOf } from "./bindings";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a pressed key, as in `mod+shift+z`. Shift is not named where it made another character. */
export function pressed(e: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac ? e.metaKey : e.ctrlKey) parts.push("mod");
  if (e.altKey) parts.push("alt");
  const letter = /^[a-z]$/i.test(e.key);
  if (e.shiftKey && (letter || e.key.length > 1)) parts.push("shift");
  const key = e.altKey && /^Key[A-Z]$/.test(e.code) ? e.code.slice(3) : e.key;
  parts.push(key === " " ? "space" : key.toLowerCase());
  return parts.join("+");
}

/** How keys are shown: ⌘K on a Mac, else Ctrl K. */
export function shown(keys: string): string {
  const names: Record<string, string> = isMac
    ? { mod: "⌘", shift: "⇧", alt: "⌥" }
    : { mod: "Ctrl", shift: "Shift", alt: "Alt" };
  const special: Record<string, string> = {
    arrowup: "↑",
    arrowdown: "↓",
    arrowleft: "←",
    arrowright: "→",
    escape: "Esc",
    enter: "↵",
    delete: "Del",
    space: "␣",
    contextmenu: "Menu",
  };
  return keys
    .split(" ")
    .map((stroke) =>
      (stroke === "+" ? ["+"] : stroke.split("+"))
        .map(
          (p) =>
            names[p] ??
            special[p] ??
            (p.length === 1 ? p.toUpperCase() : p.replace(/^./, (c) => c.toUpperCase())),
        )
        .join(isMac ? "" : " "),
    )
    .join(" ");
}

/** Whether somebody types there. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

const shownAt = (selector: string) =>
  [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length > 0);

/** What opens beside a field and takes Escape for itself. A list that can have the focus is part of the page. */
const choices = "[role=listbox]:not([tabindex]), [role=dialog], .cm-tooltip-autocomplete";

/**
 * Whether something lies on top that owns no keys: then nothing below it may act. A dialog and a menu take all
 * keys, a list of choices only the one that closes it.
 */
function covered(layers: { modal: boolean }[], e: KeyboardEvent): boolean {
  if (layers.some((l) => l.modal)) return false;
  if (document.querySelector('[aria-modal="true"]') !== null || shownAt("[role=menu]")) return true;
  return e.key === "Escape" && shownAt(choices);
}

/** Keys that do nothing by themselves. */
const modifiers = new Set(["Control", "Shift", "Alt", "Meta", "CapsLock", "AltGraph"]);

const chordTime = 1200;

/** The one place that listens to keys. Returns how to stop. */
export function listen(target: Document = document): () => void {
  // What a key closes is gone when it comes here: that it was there is seen before anything else sees the key.
  let seen = { layers: registry.getState().layers, covered: false };
  const onWay = (e: KeyboardEvent) => {
    const { layers } = registry.getState();
    seen = { layers, covered: covered(layers, e) };
  };
  let first = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onKey = (e: KeyboardEvent) => {
    if (composing(e) || e.defaultPrevented || modifiers.has(e.key)) return;
    if (seen.covered) return;
    const key = pressed(e);
    const open = offered(seen.layers).filter((a) => a.enabled !== false && !a.native);
    const inField = typing(e.target);
    const match = (want: string) =>
      open.find((a: Action) => (!inField || a.always) && keysOf(a).includes(want));
    const action = (first && match(`${first} ${key}`)) || match(key);
    clearTimeout(timer);
    first = "";
    if (action) {
      e.preventDefault();
      action.perform();
      return;
    }
    if (inField || !open.some((a) => keysOf(a).some((k) => k.startsWith(`${key} `)))) return;
    first = key;
    timer = setTimeout(() => {
      first = "";
    }, chordTime);
  };
  const all = target.defaultView ?? window;
  all.addEventListener("keydown", onWay, true);
  target.addEventListener("keydown", onKey);
  return () => {
    all.removeEventListener("keydown", onWay, true);
    target.removeEventListener("keydown", onKey);
  };
}

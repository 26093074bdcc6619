import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { typing } from "@/shared/actions/hotkeys";
import { focusHome } from "../../actions/bench";

/**
 * Gives the heading of a drawer the focus, and gives it back when the drawer goes. A drawer comes and goes a
 * while after somebody asked for it: what they type in meanwhile keeps the focus. Returns how to give it back
 * before the drawer goes.
 */
export function useFocus(heading: RefObject<HTMLElement | null>): () => void {
  const before = useRef<HTMLElement>(undefined);
  const take = useCallback(() => {
    const now = document.activeElement;
    if (before.current || !(now instanceof HTMLElement) || now === document.body) return;
    if (typing(now) || now.closest("[role=dialog]")) return;
    before.current = now;
    heading.current?.focus({ preventScroll: true });
  }, [heading]);
  const giveBack = useCallback(() => {
    if (before.current?.isConnected) before.current.focus({ preventScroll: true });
    else focusHome();
  }, []);
  // Before anybody can be in a field of the drawer; or later, when a drawer that goes has given it back.
  useLayoutEffect(take, [take]);
  useEffect(() => {
    take();
    return () => {
      if (document.activeElement === document.body) giveBack();
    };
  }, [take, giveBack]);
  return giveBack;
}

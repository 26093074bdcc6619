import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// What the kit needs and jsdom lacks.
Object.defineProperty(window, "matchMedia", {
  configurable: true,
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }),
});
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = NoObserver as unknown as typeof ResizeObserver;
window.IntersectionObserver = NoObserver as unknown as typeof IntersectionObserver;
Object.defineProperty(document, "fonts", { value: new EventTarget() });
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
HTMLElement.prototype.scrollIntoView = () => {};
window.scrollTo = () => {};

// A machine that does much else takes its time.
const patience = 15_000;
configure({ asyncUtilTimeout: patience });
const { waitFor } = vi;
vi.waitFor = (work, options) =>
  waitFor(work, typeof options === "number" ? options : { timeout: patience, ...options });

afterEach(cleanup);

import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Action, useActions } from "./actions";
import { bindings, taken } from "./bindings";
import { listen } from "./hotkeys";

function Offer({ actions, modal = false }: { actions: Action[]; modal?: boolean }) {
  useActions(actions, modal);
  return <input aria-label="field" />;
}

const action = (id: string, keys: string[], more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  keys,
  perform: vi.fn(),
  ...more,
});

let stop: () => void;
beforeEach(() => {
  stop = listen();
});
afterEach(() => {
  stop();
  cleanup();
  bindings.getState().reset();
});

const press = (key: string, more = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, ...more });

describe("keys", () => {
  it("do their action, also two one after the other", () => {
    const [one, two] = [action("one", ["n"]), action("two", ["g h"])];
    render(<Offer actions={[one, two]} />);
    press("n");
    press("g");
    press("Shift");
    press("h");
    expect(one.perform).toHaveBeenCalledTimes(1);
    expect(two.perform).toHaveBeenCalledTimes(1);
  });

  it("leave alone who types, but for those that always work", () => {
    const [plain, always] = [action("plain", ["n"]), action("always", ["mod+k"], { always: true })];
    render(<Offer actions={[plain, always]} />);
    const field = screen.getByLabelText("field");
    press("n", {}, field);
    press("k", { ctrlKey: true }, field);
    expect(plain.perform).not.toHaveBeenCalled();
    expect(always.perform).toHaveBeenCalledTimes(1);
  });

  it("leave alone an input method that composes", () => {
    const one = action("one", ["n"]);
    render(<Offer actions={[one]} />);
    press("n", { isComposing: true });
    press("n", { keyCode: 229 });
    expect(one.perform).not.toHaveBeenCalled();
  });

  it("do nothing below a dialog", () => {
    const [below, above] = [action("below", ["n"]), action("above", ["x"])];
    const { rerender } = render(
      <>
        <Offer actions={[below]} />
        <div role="dialog" aria-modal="true" aria-label="d" />
      </>,
    );
    press("n");
    rerender(
      <>
        <Offer actions={[below]} />
        <div role="dialog" aria-modal="true" aria-label="d" />
        <Offer actions={[above]} modal />
      </>,
    );
    press("n");
    press("x");
    expect(below.perform).not.toHaveBeenCalled();
    expect(above.perform).toHaveBeenCalledTimes(1);
  });

  it("can be changed, and are kept", () => {
    const one = action("one", ["n"]);
    render(<Offer actions={[one]} />);
    bindings.getState().bind("one", ["shift+m"]);
    press("n");
    expect(one.perform).not.toHaveBeenCalled();
    press("M", { shiftKey: true });
    expect(one.perform).toHaveBeenCalledTimes(1);
    expect(localStorage.getItem("catenary.keys")).toContain("shift+m");
  });

  it("are not given twice", () => {
    const all = [action("one", ["g h"]), action("two", ["n"])];
    expect(taken("g", all, "two")?.id).toBe("one");
    expect(taken("g h", all, "two")?.id).toBe("one");
    expect(taken("g c", all, "two")).toBeUndefined();
    expect(taken("n", all, "two")).toBeUndefined();
  });
});

import { act, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "@/shared/actions/hotkeys";
import { show } from "@/shared/test/render";
import { useEditor } from "../../store";
import { Drawer } from "./drawer";

let drawn: (shown: boolean) => void = () => {};
let deaf = () => {};

/** A canvas beside which a drawer comes and goes; the address that says so takes its time. */
function Page() {
  const [shown, setShown] = useState(false);
  drawn = (now) => act(() => setShown(now));
  return (
    <>
      <button type="button">Canvas</button>
      <input aria-label="Name on a card" />
      <div role="dialog">
        <button type="button">Choice</button>
      </div>
      {shown && (
        <Drawer icon={null} title="Build" kind="Work">
          <input aria-label="Field" />
        </Drawer>
      )}
    </>
  );
}

const canvas = () => screen.getByRole("button", { name: "Canvas" });
const name = () => screen.getByRole("textbox", { name: "Name on a card" });
const field = () => screen.getByRole("textbox", { name: "Field" });
const heading = () => screen.getByRole("heading", { name: "Build" });
const focused = () => document.activeElement;

beforeEach(async () => {
  useEditor.getState().setOpener(() => {});
  deaf = listen();
  await show(<Page />);
});
afterEach(() => deaf());

describe("the focus of a drawer", () => {
  it("is its heading's when it comes, and goes back when it goes", () => {
    canvas().focus();
    drawn(true);
    expect(focused()).toBe(heading());
    field().focus();
    drawn(false);
    expect(focused()).toBe(canvas());
  });

  it("is not taken from a field or a dialog that was opened before the drawer came", () => {
    name().focus();
    drawn(true);
    expect(focused()).toBe(name());
    drawn(false);
    const choice = screen.getByRole("button", { name: "Choice" });
    choice.focus();
    drawn(true);
    expect(focused()).toBe(choice);
  });

  it("is given back at once by Escape: the next keys are not for its fields", () => {
    canvas().focus();
    drawn(true);
    field().focus();
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(focused()).toBe(canvas());
  });

  it("stays with a field that was opened before the drawer was gone", () => {
    canvas().focus();
    drawn(true);
    name().focus();
    drawn(false);
    expect(focused()).toBe(name());
  });
});

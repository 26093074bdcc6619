import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { best } from "./match";
import { Palette } from "./palette";

const acts = { chains: vi.fn(), runs: vi.fn(), publish: vi.fn() };

function Search({ close }: { close: () => void }) {
  const [typed, setTyped] = useState("");
  const items = [
    { id: "publish", label: "Publish", hint: "the draft has errors", disabled: true, perform: acts.publish },
    { id: "chains", label: "Go to chains", perform: acts.chains },
    { id: "runs", label: "Go to runs", keys: "g r", perform: acts.runs },
  ];
  return (
    <Palette
      typed={typed}
      setTyped={setTyped}
      groups={[{ id: "g", title: "Actions", items: best(items, (i) => i.label, typed) }]}
      close={close}
    />
  );
}

describe("the palette", () => {
  it("finds by typing and does it by Enter, keeping focus in its field", async () => {
    const close = vi.fn();
    await show(<Search close={close} />);
    const field = await screen.findByRole("combobox");
    await userEvent.type(field, "go");
    expect(screen.getAllByRole("option").map((o) => o.getAttribute("aria-selected"))).toEqual([
      "true",
      "false",
    ]);
    await userEvent.keyboard("{ArrowDown}");
    expect(field.getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("option")[1]?.id);
    await userEvent.keyboard("{Enter}");
    expect(acts.runs).toHaveBeenCalledTimes(1);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it("says why something cannot be done, and does not do it", async () => {
    await show(<Search close={() => {}} />);
    const field = await screen.findByRole("combobox");
    await userEvent.type(field, "publish");
    expect(field.getAttribute("aria-activedescendant")).toBe(screen.getByRole("option").id);
    expect(screen.getByText("the draft has errors")).toBeTruthy();
    await userEvent.keyboard("{Enter}");
    expect(acts.publish).not.toHaveBeenCalled();
  });

  it("waits with Enter for what is on its way", async () => {
    const late = vi.fn();
    let arrive = () => {};
    function Late() {
      const [there, setThere] = useState(false);
      arrive = () => setThere(true);
      const items = [
        ...(there ? [{ id: "late", label: "A late one", perform: late }] : []),
        { id: "early", label: "An early one", perform: acts.chains },
      ];
      const groups = [{ id: "g", title: "Found", items }];
      return <Palette typed="a" setTyped={() => {}} groups={groups} going={!there} close={() => {}} />;
    }
    acts.chains.mockClear();
    await show(<Late />);
    screen.getByRole("combobox").focus();
    await userEvent.keyboard("{Enter}");
    expect(acts.chains).not.toHaveBeenCalled();
    act(arrive);
    expect(late).toHaveBeenCalledTimes(1);
    expect(acts.chains).not.toHaveBeenCalled();
  });

  it("says when nothing matches", async () => {
    await show(<Search close={() => {}} />);
    await userEvent.type(await screen.findByRole("combobox"), "zzz");
    expect(screen.getByRole("status").textContent).toBe("Nothing matches that.");
  });
});

import { act, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { RunSearch } from "./run-search";

afterEach(() => vi.unstubAllGlobals());

it("keeps what is typed while the address still changes, and follows the address", async () => {
  serve({ "GET /orgs/o1/chains": { items: [] } });
  let address = (_: string) => {};
  const asked: string[] = [];
  function Screen() {
    const [text, setText] = useState("");
    address = setText;
    return <RunSearch org="o1" text={text} ask={(q) => asked.push(q)} wrong={[]} />;
  }
  await show(<Screen />);
  const field = await screen.findByRole("combobox", { name: "Search runs" });
  fireEvent.change(field, { target: { value: "pay" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(asked).toEqual(["pay"]);
  fireEvent.change(field, { target: { value: "pay today" } });
  act(() => address("pay"));
  expect(field).toHaveProperty("value", "pay today");
  act(() => address("state:failed"));
  expect(field).toHaveProperty("value", "state:failed");
});

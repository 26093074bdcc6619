import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { Waiting } from "./waiting";

const now = new Date(2026, 4, 31, 10, 27, 7).getTime();
beforeEach(() => vi.spyOn(Date, "now").mockReturnValue(now));
afterEach(() => vi.restoreAllMocks());

const text = () => document.body.textContent?.replace(/\s/g, " ");

it("says for what, since when and until when", async () => {
  const wait = { for: "time", since: now - 120_000, until: now + 240_000 } as const;
  await show(<Waiting wait={wait} />);
  expect(await screen.findByText("Waits for a time.")).toBeTruthy();
  expect(text()).toMatch(/Since .*10:25:07 AM · 2 minutes ago/);
  expect(text()).toMatch(/Until .*10:31:07 AM · in 4 minutes/);
});

it("names the switch, the next attempt and the steps before it", async () => {
  await show(
    <>
      <Waiting wait={{ for: "switch", switch: { key: "freeze", value: "off" }, until: now + 60_000 }} />
      <Waiting wait={{ for: "retry", next: { n: 2, of: 3 }, until: now + 10_000 }} />
      <Waiting wait={{ for: "steps", names: ["Ask", "Pay"] }} />
    </>,
  );
  expect(await screen.findByText("Waits until the switch “freeze” is off.")).toBeTruthy();
  expect(screen.getByText("Waits before attempt 2 of 3.")).toBeTruthy();
  expect(screen.getByText("Waits for Ask and Pay.")).toBeTruthy();
  expect(text()).toMatch(/At the latest .*10:28:07 AM · in 1 minute/);
  expect(text()).toMatch(/At .*10:27:17 AM · in 10 seconds/);
});

it("keeps quiet about the moment in which every step waits for its turn", async () => {
  const { unmount } = await show(<Waiting wait={{ for: "turn", since: now - 500 }} />);
  expect(screen.queryByText("Waits for its turn.")).toBeNull();
  unmount();
  await show(<Waiting wait={{ for: "turn", since: now - 5000 }} />);
  expect(await screen.findByText("Waits for its turn.")).toBeTruthy();
});

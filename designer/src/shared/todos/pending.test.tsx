import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { pendingDecisions, takeBackTime } from "./pending";
import { TakeBack } from "./take-back";

const one = { org: "o1", approval: "a1", title: "Purchase", digest: "d1" };
const sent = "POST /orgs/o1/approvals/a1/decisions";

beforeEach(() => pendingDecisions.setState({ pending: undefined, sending: [], refused: [] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("sends a decision once its time is over, with what was seen", async () => {
  vi.useFakeTimers();
  let body: unknown;
  const asked = serve({
    [sent]: async (_: URL, request: Request) => {
      body = await request.json();
      return {};
    },
  });
  pendingDecisions.getState().decide("reject", [{ ...one, reason: "too dear" }]);
  await vi.advanceTimersByTimeAsync(takeBackTime - 1);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual([sent]);
  expect(body).toEqual({ verdict: "reject", digest: "d1", reason: "too dear" });
});

it("sends nothing that was taken back", async () => {
  const asked = serve({ [sent]: {} });
  await show(<TakeBack />);
  act(() => pendingDecisions.getState().decide("approve", [one]));
  expect(await screen.findByText(/Approved: Purchase/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Take back" }));
  await pendingDecisions.getState().flush();
  expect(asked).toEqual([]);
});

it("sends at once what is left behind, and says what was refused", async () => {
  const asked = serve({ [sent]: () => refusal(409, "approval.over", "it was decided already") });
  const shown = await show(<TakeBack />);
  act(() => pendingDecisions.getState().decide("approve", [one]));
  shown.unmount();
  await vi.waitFor(() => expect(pendingDecisions.getState().refused).toHaveLength(1));
  expect(asked).toEqual([sent]);
  await show(<TakeBack />);
  expect(await screen.findByText("Purchase: it was decided already")).toBeTruthy();
});

it("sends many as one request, and names those that were refused", async () => {
  serve({
    "POST /me/decisions": {
      items: [{ approval_id: "a1" }, { approval_id: "a2", code: "approval.own", detail: "you asked for it" }],
    },
  });
  pendingDecisions.getState().decide("approve", [one, { ...one, approval: "a2", title: "Travel" }]);
  await pendingDecisions.getState().flush();
  expect(pendingDecisions.getState().refused).toMatchObject([
    { approval: "a2", title: "Travel", problem: { code: "approval.own" } },
  ]);
});

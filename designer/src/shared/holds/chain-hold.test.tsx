import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { ChainHold } from "./chain-hold";

afterEach(() => vi.unstubAllGlobals());

const open = { state: "open", waiting: 0, most: 1000, can: ["run:cancel"] };
const held = {
  ...open,
  state: "held",
  waiting: 3,
  order_by: "/order/id",
  reason: "the stock is counted",
  held_at: "2026-05-31T10:31:00Z",
  held_by: { id: "u1", name: "Li Lei" },
};
const org = { id: "o1", can: ["run:view"] };

/** A chain whose hold is as it was answered last; the bodies that were sent. */
function world(first: object, more: Parameters<typeof serve>[0] = {}) {
  let now: object = first;
  const sent: unknown[] = [];
  const take = (next: (body: never) => object) => async (_: URL, request: Request) => {
    const body = await request.json();
    sent.push(body);
    now = next(body as never);
    return now;
  };
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/runs/stream": () => new Response(null, { status: 204 }),
    "GET /orgs/o1/chains/pay/hold": () => now,
    "PUT /orgs/o1/chains/pay/hold": take((b: object) => ({ ...held, waiting: 0, ...b })),
    "POST /orgs/o1/chains/pay/hold/release": take((b: object) => ({ ...first, state: "releasing", ...b })),
    ...more,
  });
  return { asked, sent, set: (next: object) => (now = next) };
}

it("holds a chain in an order and for a reason, and says what that does first", async () => {
  const { sent } = world(open);
  await show(<ChainHold org="o1" chain="pay" />);
  expect(await screen.findByText("Open")).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: "Hold" }));
  const dialog = await screen.findByRole("dialog", { name: "Hold this chain?" });
  expect(within(dialog).getByText(/are accepted and wait/)).toBeTruthy();
  fireEvent.change(within(dialog).getByLabelText("In order by"), { target: { value: "/order/id" } });
  fireEvent.change(within(dialog).getByLabelText("Why"), { target: { value: "the stock is counted" } });
  await userEvent.click(within(dialog).getByRole("button", { name: "Hold" }));
  await vi.waitFor(() => expect(sent).toEqual([{ order_by: "/order/id", reason: "the stock is counted" }]));
  expect(await screen.findByText("Held")).toBeTruthy();
  expect(screen.getByText(/alike at \/order\/id/)).toBeTruthy();
  expect(screen.getByText(/Li Lei/)).toBeTruthy();
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("shows what is wrong at its field", async () => {
  world(open, {
    "PUT /orgs/o1/chains/pay/hold": () =>
      Response.json(
        {
          status: 422,
          code: "hold.order_by",
          title: "hold.order_by",
          errors: [{ pointer: "/order_by", detail: "this is no JSON Pointer such as /order/id" }],
        },
        { status: 422 },
      ),
  });
  await show(<ChainHold org="o1" chain="pay" />);
  await userEvent.click(await screen.findByRole("button", { name: "Hold" }));
  const dialog = await screen.findByRole("dialog");
  const field = within(dialog).getByLabelText("In order by");
  fireEvent.change(field, { target: { value: "order" } });
  await userEvent.click(within(dialog).getByRole("button", { name: "Hold" }));
  await vi.waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(within(dialog).getByText("this is no JSON Pointer such as /order/id")).toBeTruthy();
  expect(field).toHaveProperty("value", "order");
});

it("releases at a pace, tells how long that takes, changes the pace and stops", async () => {
  const { sent } = world({ ...held, waiting: 30 });
  await show(<ChainHold org="o1" chain="pay" />);
  await userEvent.click(await screen.findByRole("button", { name: "Release" }));
  let dialog = await screen.findByRole("dialog", { name: "Release this chain?" });
  fireEvent.change(within(dialog).getByLabelText("Begin in a minute"), { target: { value: "10" } });
  expect(within(dialog).getByText(/at least 3/)).toBeTruthy();
  await userEvent.click(within(dialog).getByRole("button", { name: "Release" }));
  expect(await screen.findByText("Being released")).toBeTruthy();
  expect(screen.getByText(/10 begin a minute · at least 3/)).toBeTruthy();

  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "Change the pace" }));
  dialog = await screen.findByRole("dialog", { name: "Change the pace of the release?" });
  fireEvent.change(within(dialog).getByLabelText("Begin in a minute"), { target: { value: "" } });
  await userEvent.click(within(dialog).getByRole("button", { name: "Change the pace" }));
  await vi.waitFor(() => expect(sent).toHaveLength(2));

  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "Stop releasing" }));
  expect(await screen.findByText("Held")).toBeTruthy();
  expect(sent).toEqual([
    { per_minute: 10 },
    { reason: "the stock is counted" },
    { order_by: "/order/id" }, // the order stays as it is, or it would be refused
  ]);
});

it("says that a hold stands in another order, and keeps what was typed", async () => {
  world(open, {
    "PUT /orgs/o1/chains/pay/hold": () => refusal(409, "hold.standing", "the chain is held already"),
  });
  await show(<ChainHold org="o1" chain="pay" />);
  await userEvent.click(await screen.findByRole("button", { name: "Hold" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Hold" }));
  expect((await within(dialog).findByRole("alert")).textContent).toContain("the chain is held already");
});

it("offers nothing to who may not, and says which permission is lacking", async () => {
  world({ ...held, can: [] });
  await show(<ChainHold org="o1" chain="pay" />);
  expect(await screen.findByRole("button", { name: "Release" })).toHaveProperty("disabled", true);
});

it("counts those who wait as they come, and no further than they are counted", async () => {
  const stream = streaming();
  const { set } = world(held, { "GET /orgs/o1/runs/stream": () => stream.response });
  await show(<ChainHold org="o1" chain="pay" />);
  const link = await screen.findByRole("link", { name: "3 runs wait" });
  expect(link.getAttribute("href")).toContain("/o/o1/runs?q=chain%3Apay");
  set({ ...held, waiting: 1000 });
  stream.send(1, "run", { id: "r4", state: "queued", seq: 0 });
  expect(await screen.findByText("1,000+ runs wait")).toBeTruthy();
});

it("names the run whose step holds it", async () => {
  world({ ...held, run_id: "r1" });
  await show(<ChainHold org="o1" chain="pay" />);
  const link = await screen.findByRole("link", { name: "the step of a run" });
  expect(link.getAttribute("href")).toBe("/o/o1/runs/r1");
});

import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { rowsOf } from "@/shared/api/paged";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { useTriggers } from "@/shared/triggers/api";
import { RunOrigin } from "./run-origin";

afterEach(() => vi.unstubAllGlobals());

const orders = { id: "t1", key: "orders", name: "Orders", kind: "webhook", chain: "pay" };

it("names the trigger that began the run, with the way to it", async () => {
  serve({ "GET /orgs/o1/triggers": { items: [{ ...orders, id: "t0", name: "Other" }, orders] } });
  await show(<RunOrigin run={{ org_id: "o1", trigger: "webhook", trigger_id: "t1" }} />);
  const link = await screen.findByRole("link", { name: "Orders" });
  expect(link.getAttribute("href")).toBe("/o/o1/chains/pay?tab=triggers&trigger=orders");
});

it("shares what is known of triggers with the list of them", async () => {
  serve({ "GET /orgs/o1/triggers": { items: [orders] } });
  const List = () => <p>{rowsOf(useTriggers("o1").data)?.length}</p>;
  await show(
    <>
      <List />
      <RunOrigin run={{ org_id: "o1", trigger: "webhook", trigger_id: "t1" }} />
    </>,
  );
  expect(await screen.findByRole("link", { name: "Orders" })).toBeTruthy();
});

it("says no more than how it began where the trigger is gone or not to be seen", async () => {
  const asked = serve({ "GET /orgs/o1/triggers": refusal(403, "auth.forbidden", "not allowed") });
  await show(<RunOrigin run={{ org_id: "o1", trigger: "schedule", trigger_id: "t1" }} />);
  await vi.waitFor(() => expect(asked.length).toBe(1));
  expect(screen.getByText("by schedule")).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
});

it("leads from the run of a release to the release, without asking for triggers", async () => {
  const asked = serve({});
  await show(<RunOrigin run={{ org_id: "o1", trigger: "release", trigger_id: "r9" }} />);
  const link = await screen.findByRole("link", { name: "by a release" });
  expect(link.getAttribute("href")).toBe("/o/o1/releases/r9");
  expect(asked).toEqual([]);
});

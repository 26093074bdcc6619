import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { RunsCard } from "./runs-card";

const card = <RunsCard org="o1" title="Failed runs" states="failed" empty="No run has failed." />;

it("has the server leave test runs out", async () => {
  const asked = serve({ "GET /orgs/o1/runs": { items: [] } });
  await show(card);
  await screen.findByText("No run has failed.");
  expect(asked).toContain("GET /orgs/o1/runs?state=failed&test=false&limit=6");
});

it("keeps its runs while they cannot be read anew, and says so", async () => {
  let away = false;
  const row = {
    id: "r1",
    org_id: "o1",
    title: "Order 7",
    state: "failed",
    created_at: "2026-05-31T10:31:00Z",
  };
  serve({
    "GET /orgs/o1/runs": () => (away ? refusal(503, "store.away", "the store is away") : { items: [row] }),
  });
  await show(card);
  await screen.findByRole("link", { name: "Order 7" });
  away = true;
  refocus();
  expect(await screen.findByText("This may be out of date: the store is away")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Order 7" })).toBeTruthy();
});

it("does not say that no run has failed when only the newest were looked at", async () => {
  serve({ "GET /orgs/o1/runs": { items: [], next: "more" } });
  await show(card);
  await screen.findByText("None of late.");
  expect(screen.queryByText("No run has failed.")).toBeNull();
});

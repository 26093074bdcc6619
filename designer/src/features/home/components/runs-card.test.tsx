import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { RunsCard } from "./runs-card";

const card = <RunsCard org="o1" title="Failed runs" states="failed" empty="No run has failed." />;

it("has the server leave test runs out", async () => {
  const asked = serve({ "GET /orgs/o1/runs": { items: [] } });
  await show(card);
  await screen.findByText("No run has failed.");
  expect(asked).toContain("GET /orgs/o1/runs?state=failed&test=false&limit=6");
});

it("does not say that no run has failed when only the newest were looked at", async () => {
  serve({ "GET /orgs/o1/runs": { items: [], next: "more" } });
  await show(card);
  await screen.findByText("None of late.");
  expect(screen.queryByText("No run has failed.")).toBeNull();
});

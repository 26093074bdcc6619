import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { RunsNow } from "./runs-now";

it("counts the runs of each state by itself, however many are in another", async () => {
  serve({
    "GET /orgs/o1": { id: "o1", name: "Acme", path: [], permissions: ["run:view"], can: ["run:view"] },
    "GET /orgs/o1/runs": (url: URL) => {
      const state = url.searchParams.get("state");
      if (state === "queued")
        return { items: Array.from({ length: 200 }, (_, i) => ({ id: `q${i}`, state })), next: "n" };
      return { items: state === "waiting" ? [{ id: "w", state }] : [] };
    },
  });
  await show(<RunsNow org="o1" />);
  await screen.findByText("200+");
  await screen.findByText("1");
  expect(await screen.findAllByText("0")).toHaveLength(2);
});

import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import type { Run } from "../api/run-list";
import { Took } from "./took";

const run = (usual?: number) =>
  ({
    state: "succeeded",
    started_at: "2026-05-31T10:31:00Z",
    ended_at: "2026-05-31T10:33:00Z",
    ...(usual ? { usual_ms: usual } : {}),
  }) as Run;

it("is marked above twice of what is usual", async () => {
  await show(<Took run={run(40_000)} />);
  expect(await screen.findByText("2m 0s")).toBeTruthy();
  expect(screen.getByText("usually 40s")).toBeTruthy();
  expect(screen.getByRole("img", { name: "More than twice as long as usual" })).toBeTruthy();
});

it("is not marked up to that", async () => {
  await show(<Took run={run(60_000)} />);
  expect(await screen.findByText("usually 1m 0s")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

it("stands alone where nothing is usual yet", async () => {
  await show(<Took run={run()} />);
  expect(await screen.findByText("2m 0s")).toBeTruthy();
  expect(screen.queryByText(/usually/)).toBeNull();
});

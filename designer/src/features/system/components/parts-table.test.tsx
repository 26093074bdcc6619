import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { PartsTable } from "./parts-table";

const org = { id: "o1", name: "Acme", path: [], permissions: ["audit:view"], can: ["audit:view"] };
const rest = {
  "GET /orgs/o1": org,
  "GET /healthz": { state: "alive" },
  "GET /openapi.json": { info: { version: "1.2" } },
};
const row = async (name: string) => within((await screen.findByText(name)).closest("tr") as HTMLElement);

it("says of each part how it is, and of one that is silent that it is", async () => {
  serve({
    ...rest,
    "GET /orgs/o1/system/parts": {
      at: "2026-03-01T10:00:00Z",
      parts: [
        { name: "database", state: "good", took_ms: 1 },
        { name: "disk", state: "low", took_ms: 1 },
        { name: "containers", state: "silent", took_ms: 3000 },
      ],
    },
  });
  await show(<PartsTable org="o1" />);
  expect((await row("Container engine")).getByText("does not answer").dataset.good).toBe("false");
  expect((await row("Database")).getByText("at work").dataset.good).toBe("true");
  expect((await row("Disk of the data directory")).getByText("at work, with little room left")).toBeTruthy();
});

it("says that the parts are not known if nobody tells of them", async () => {
  serve({ ...rest, "GET /orgs/o1/system/parts": refusal(503, "server.not_ready", "the server is stopping") });
  await show(<PartsTable org="o1" />);
  expect((await row("Other parts")).getByText(/./, { selector: "span" }).dataset.good).toBe("false");
});

import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { ChangeList } from "./change-list";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [],
  edges: [],
};
const scripts = { changes: [], pending: false, error: null };
const scan = {
  before: { key: "scan", version: 3 },
  after: { key: "check", version: 1 },
  nodes: ["Build", "Pack"],
};

async function list(more: Partial<Parameters<typeof ChangeList>[0]>) {
  serve({});
  await show(
    <ChangeList
      changes={[]}
      document={document}
      at={-1}
      go={() => {}}
      scripts={scripts}
      title="Since"
      {...more}
    />,
  );
}

afterEach(() => void vi.unstubAllGlobals());

describe("what differs between two versions", () => {
  it("is nothing if neither the documents nor the scripts differ", async () => {
    await list({});
    expect(await screen.findByText("Nothing differs in what it does.")).toBeTruthy();
    expect(screen.queryByRole("region")).toBeNull();
  });

  it("is not nothing as long as the scripts are not known", async () => {
    await list({ scripts: { ...scripts, pending: true } });
    await screen.findByRole("complementary", { name: "Since" });
    expect(screen.queryByText("Nothing differs in what it does.")).toBeNull();
  });

  it("names the scripts that tasks run in the place of others", async () => {
    await list({ scripts: { ...scripts, changes: [scan] } });
    const section = await screen.findByRole("region", { name: "Scripts of tasks" });
    expect(section.textContent).toContain("scan, version 3 → check, version 1");
    expect(section.textContent).toContain("Build and Pack");
    expect(screen.queryByText("Nothing differs in what it does.")).toBeNull();
  });
});

import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { SharesTab } from "./shares-tab";

afterEach(() => vi.unstubAllGlobals());

const share = (id: string, kind: string, resource_id: string) => ({
  id,
  kind,
  resource_id,
  to_org_id: "o2",
  to_org_name: "Shop",
  subtree: false,
  permissions: [],
  created_at: "2026-05-31T10:31:00Z",
  created_by: "u1",
  can: [],
});

it("names what is shared by its key, and by its id where there is none to be read", async () => {
  const asked = serve({
    "GET /orgs/o1/shares": {
      items: [share("s1", "script", "id-1"), share("s2", "secret", "id-2"), share("s3", "script", "id-3")],
    },
    "GET /orgs/o1/scripts": { items: [{ id: "id-1", key: "pack", name: "Pack" }] },
  });
  await show(<SharesTab org={{ id: "o1", name: "Stock", can: [] as string[] } as Org} />);
  expect(await screen.findByText("pack")).toBeTruthy();
  expect(screen.getByText("id-2")).toBeTruthy();
  expect(screen.getByText("id-3")).toBeTruthy();
  expect(asked.filter((a) => /engines|roles|switches/.test(a))).toEqual([]);
});

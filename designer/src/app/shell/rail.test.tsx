import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { Rail } from "./rail";

const org = (can: string[]) => ({ id: "o1", key: "acme", name: "Acme", path: [], can });

afterEach(() => vi.unstubAllGlobals());

describe("the rail", () => {
  it("lists only the places that the server allows in the org", async () => {
    serve({ "GET /orgs/o1": org(["chain:view", "run:view"]) });
    await show(<Rail org="o1" path="/o/o1/runs" />);
    await screen.findByRole("link", { name: "Chains" });
    const names = screen.getAllByRole("link").map((l) => l.textContent);
    expect(names).toEqual(["Home", "Inbox", "Chains", "Runs", "Triggers", "Scripts"]);
    expect(screen.getByRole("link", { name: "Runs" }).getAttribute("aria-current")).toBe("page");
    expect(screen.getByRole("link", { name: "Chains" }).getAttribute("href")).toBe("/o/o1/chains");
  });

  it("shows only what is everybody's own as long as nothing is known", async () => {
    serve({});
    await show(<Rail org="o1" path="/" />);
    expect(screen.getAllByRole("link").map((l) => l.textContent)).toEqual(["Home", "Inbox"]);
  });

  it("says how many to-dos wait", async () => {
    serve({
      "GET /orgs/o1": org([]),
      "GET /me/inbox/counts": { waiting: 2, delegated: 1, most: 100 },
    });
    await show(<Rail org="o1" path="/" />);
    expect(await screen.findByRole("link", { name: /Inbox.*3 to do/ })).toBeTruthy();
  });

  it("keeps names for screen readers when it is folded", async () => {
    serve({ "GET /orgs/o1": org(["chain:view"]) });
    await show(<Rail org="o1" path="/" folded fold={() => {}} />);
    expect(await screen.findByRole("link", { name: "Chains" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Unfold" }).getAttribute("aria-expanded")).toBe("false");
  });
});

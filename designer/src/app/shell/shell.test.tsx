import { useQueryClient } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { surroundings } from "@/shared/api/client";
import { sessionOver } from "@/shared/api/session";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { Shell } from "./shell";

const me = {
  subject_id: "u1",
  name: "A",
  tops: [{ id: "o1" }],
  must_enrol: false,
  person: { email: "a@example.org" },
};
const org = {
  id: "o1",
  key: "acme",
  name: "Acme",
  path: [{ id: "o1", key: "acme", name: "Acme" }],
  can: ["chain:view"],
};

function Draft() {
  const queries = useQueryClient();
  return (
    <>
      <input aria-label="draft" defaultValue="" />
      <button type="button" aria-label="ask anew" onClick={() => void queries.invalidateQueries()} />
    </>
  );
}

/** The frame around a screen into which something was typed. */
function showFrame() {
  const root = createRootRoute({ component: Shell });
  const page = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: Draft,
  });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  return show(<RouterProvider router={router as never} />);
}

beforeEach(() => {
  localStorage.clear();
  sessionOver.getState().set(false);
  surroundings.signedOut = () => sessionOver.getState().set(true);
});
afterEach(() => vi.unstubAllGlobals());

describe("the frame", () => {
  it("has a skip link, the org, the places and the account", async () => {
    serve({ "GET /me": me, "GET /orgs/o1": org });
    await showFrame();
    expect(await screen.findByRole("button", { name: /Acme/ })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Skip to the content" }).getAttribute("href")).toBe("#main");
    expect(await screen.findByRole("link", { name: "Chains" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Account of A" })).toBeTruthy();
  });

  it("asks to sign in on top when the session is over, and leaves the frame as it is", async () => {
    let over = false;
    serve({
      "GET /me": () => (over ? refusal(401, "auth.session", "sign in") : me),
      "GET /orgs/o1": () => (over ? refusal(401, "auth.session", "sign in") : org),
    });
    await showFrame();
    await screen.findByRole("link", { name: "Chains" });
    fireEvent.change(screen.getByLabelText("draft"), { target: { value: "not saved yet" } });
    over = true;
    fireEvent.click(screen.getByRole("button", { name: "ask anew" }));
    expect(
      await screen.findByRole("dialog", { name: "Your session is over" }, { timeout: 20_000 }),
    ).toBeTruthy();
    expect(screen.getByRole("link", { name: "Chains", hidden: true })).toBeTruthy();
    expect((screen.getByLabelText("draft") as HTMLInputElement).value).toBe("not saved yet");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says what failed when the server cannot be asked who is there", async () => {
    serve({ "GET /me": () => refusal(500, "internal", "ours") });
    await showFrame();
    expect((await screen.findByRole("alert")).textContent).toContain("internal");
  });
});

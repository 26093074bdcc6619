import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ReleaseRule } from "./release-rule";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", name: "Stock", can: ["release:view", "limits:write"] } as Org;

it("shows the rule of an org above, asks for more, and for nothing of its own again", async () => {
  let now = { rehearsal_days: 0, effective_rehearsal_days: 30, revision: 1 };
  const sent: unknown[] = [];
  serve({
    "GET /orgs/o1/release-rule": () => now,
    "PUT /orgs/o1/release-rule": async (_: URL, request: Request) => {
      const { rehearsal_days: days } = (await request.json()) as { rehearsal_days: number };
      sent.push([request.headers.get("If-Match"), days]);
      now = { rehearsal_days: days, effective_rehearsal_days: days || 30, revision: now.revision + 1 };
      return now;
    },
  });
  await show(<ReleaseRule org={org} />);
  expect(await screen.findByText(/An org above asks for a rehearsal .* 30 days/)).toBeTruthy();
  const days = screen.getByRole("textbox", { name: "Rehearsal not older than, in days" });
  expect(days).toHaveProperty("value", "");
  fireEvent.change(days, { target: { value: "14" } });
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/need a rehearsal .* 14 days/)).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: "Ask for nothing more" }));
  expect(await screen.findByText(/An org above asks for a rehearsal .* 30 days/)).toBeTruthy();
  expect(days).toHaveProperty("value", "");
  expect(sent).toEqual([
    ['"1"', 14],
    ['"2"', 0],
  ]);
});

it("says at the field what cannot be, and keeps it", async () => {
  serve({
    "GET /orgs/o1/release-rule": { rehearsal_days: 0, effective_rehearsal_days: 0, revision: 1 },
    "PUT /orgs/o1/release-rule": () =>
      Response.json(
        {
          status: 422,
          code: "release.rule",
          title: "release.rule",
          errors: [{ pointer: "/rehearsal_days", detail: "want 0 to 3650" }],
        },
        { status: 422 },
      ),
  });
  await show(<ReleaseRule org={org} />);
  const days = await screen.findByRole("textbox");
  fireEvent.change(days, { target: { value: "9999" } });
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("want 0 to 3650")).toBeTruthy();
  expect(days.getAttribute("aria-invalid")).toBe("true");
  expect(days).toHaveProperty("value", "9999");
});

it("does not write over the rule that somebody else set meanwhile", async () => {
  let now = { rehearsal_days: 14, effective_rehearsal_days: 14, revision: 4 };
  let match: string | null = "";
  const asked = serve({
    "GET /orgs/o1/release-rule": () => now,
    "PUT /orgs/o1/release-rule": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "release.rule_stale", "the rule was changed meanwhile");
    },
  });
  await show(<ReleaseRule org={org} />);
  const days = await screen.findByRole("textbox");
  fireEvent.change(days, { target: { value: "20" } });
  now = { ...now, rehearsal_days: 7, revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("the rule was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(days).toHaveProperty("value", "7");
});

it("is only to be read by who may not set it", async () => {
  serve({ "GET /orgs/o1/release-rule": { rehearsal_days: 14, effective_rehearsal_days: 14, revision: 2 } });
  await show(<ReleaseRule org={{ ...org, can: ["release:view"] }} />);
  expect(await screen.findByRole("textbox")).toHaveProperty("disabled", true);
  expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  expect(screen.getByRole("button", { name: "Ask for nothing more" })).toHaveProperty("disabled", true);
});

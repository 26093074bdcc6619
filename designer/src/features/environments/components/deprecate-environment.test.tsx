import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { EnvironmentScreen } from "./environment-page";

afterEach(() => vi.unstubAllGlobals());

const can = ["environment:view", "environment:write", "environment:use"];
const environment = {
  id: "e1",
  org_id: "o1",
  key: "python",
  name: "Python",
  entry: ["python3"],
  user: 65532,
  limits: {},
  revision: 2,
  shared: false,
  source: { kind: "docker", reference: "python:3.12" },
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Drafter" },
  can,
};

it("retires an environment with what to use instead, and takes that back", async () => {
  const sent: unknown[] = [];
  let now: object = environment;
  serve({
    "GET /orgs/o1/environments/python/uses": { items: [] },
    "GET /orgs/o1/environments/python/image": { state: "absent", can },
    "GET /orgs/o1/environments/python": () => now,
    "GET /orgs/o1/environments": {
      items: [
        environment,
        { ...environment, id: "e2", key: "python-3.13", name: "Python 3.13" },
        {
          ...environment,
          id: "e3",
          key: "python-2",
          name: "Python 2",
          deprecation: { since: "2026-05-31T10:31:00Z" },
        },
      ],
    },
    "PATCH /orgs/o1/environments/python": async (_: URL, request: Request) => {
      const { deprecation } = await request.json();
      sent.push([request.headers.get("If-Match"), deprecation]);
      const { deprecated, ...said } = deprecation;
      const of = { ...environment, revision: 3 };
      now = deprecated ? { ...of, deprecation: { ...said, since: "2026-05-31T10:31:00Z" } } : of;
      return now;
    },
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  await userEvent.click(await screen.findByRole("button", { name: "Retire" }));
  const dialog = await screen.findByRole("dialog", { name: "Retire Python?" });
  await userEvent.click(within(dialog).getByRole("combobox", { name: "Use instead" }));
  await userEvent.click(
    await screen.findByRole("option", { name: "Python 3.13 (python-3.13)", hidden: true }),
  );
  expect(screen.queryByRole("option", { name: /Python 2/, hidden: true })).toBeNull();
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Why, and until when" }), {
    target: { value: "until May" },
  });
  await userEvent.click(within(dialog).getByRole("button", { name: "Mark as being retired" }));
  const note = await screen.findByRole("alert", { name: "Being retired" });
  expect(note.textContent).toContain("until May");
  expect(within(note).getByRole("link", { name: "python-3.13" })).toBeTruthy();
  await userEvent.click(within(note).getByRole("button", { name: "Keep it in use" }));
  expect(await screen.findByRole("button", { name: "Retire" })).toBeTruthy();
  expect(sent).toEqual([
    ['"2"', { deprecated: true, note: "until May", replacement: "python-3.13" }],
    ['"3"', { deprecated: false }],
  ]);
});

it("lets nobody change or take back the retirement who may not write", async () => {
  serve({
    "GET /orgs/o1/environments/python/uses": { items: [] },
    "GET /orgs/o1/environments/python/image": { state: "absent", can: [] },
    "GET /orgs/o1/environments/python": {
      ...environment,
      can: ["environment:view"],
      deprecation: { since: "2026-05-31T10:31:00Z", note: "until May" },
    },
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  const note = await screen.findByRole("alert", { name: "Being retired" });
  for (const name of ["Edit", "Keep it in use"])
    expect((within(note).getByRole("button", { name }) as HTMLButtonElement).disabled).toBe(true);
});

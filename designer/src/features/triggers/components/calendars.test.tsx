import { configure, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { Calendars } from "./calendars";

configure({ asyncUtilTimeout: 20_000 });
afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", name: "Stock", path: [], can: ["chain:view", "trigger:write"] };
const office = {
  id: "c1",
  org_id: "o1",
  key: "office",
  name: "Office",
  weekdays: [1, 2, 3, 4, 5],
  days_off: ["2026-10-01"],
  workdays: [],
  revision: 4,
};

it("changes and deletes a calendar as it was seen", async () => {
  const sent: unknown[] = [];
  const keep = async (_: URL, request: Request) => {
    sent.push([request.method, request.headers.get("If-Match")]);
    return request.method === "DELETE" ? new Response(null, { status: 204 }) : office;
  };
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/calendars": { items: [office] },
    "PUT /orgs/o1/calendars/office": keep,
    "DELETE /orgs/o1/calendars/office": keep,
  });
  await show(<Calendars org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Edit Office" }));
  await userEvent.click(
    within(await screen.findByRole("dialog", { name: "Edit Office" })).getByRole("button", { name: "Save" }),
  );
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "Delete Office" }));
  const ask = await screen.findByRole("dialog", { name: "Delete the calendar Office?" });
  await userEvent.type(within(ask).getByRole("textbox", { name: /^Reason/ }), "Unused");
  await userEvent.type(within(ask).getByRole("textbox", { name: /to confirm/ }), "office");
  await userEvent.click(within(ask).getByRole("button", { name: "Delete the calendar" }));
  await vi.waitFor(() =>
    expect(sent).toEqual([
      ["PUT", '"4"'],
      ["DELETE", '"4"'],
    ]),
  );
});

it("shows calendars to who may not change them", async () => {
  serve({ "GET /orgs/o1": { ...org, can: ["chain:view"] }, "GET /orgs/o1/calendars": { items: [office] } });
  await show(<Calendars org="o1" />);
  expect((await screen.findByRole("button", { name: "Edit Office" })).hasAttribute("disabled")).toBe(true);
});

it("says why they cannot be seen", async () => {
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/calendars": () => refusal(403, "auth.forbidden", "this needs chain:view"),
  });
  await show(<Calendars org="o1" />);
  expect(await screen.findByText("this needs chain:view")).toBeTruthy();
});

it("makes a calendar where there is none, and shows what is wrong with a date at its field", async () => {
  const sent: unknown[] = [];
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/calendars": { items: [] },
    "POST /orgs/o1/calendars": async (_: URL, request: Request) => {
      sent.push(await request.json());
      if (sent.length === 2) return office;
      return Response.json(
        {
          status: 422,
          code: "calendar.invalid",
          detail: "wrong",
          errors: [{ pointer: "#/days_off/0", detail: "this is no date" }],
        },
        { status: 422 },
      );
    },
  });
  await show(<Calendars org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "New calendar" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New calendar" }));
  await userEvent.type(dialog.getByRole("textbox", { name: "Name" }), "Office");
  await userEvent.click(dialog.getByRole("checkbox", { name: "Friday" }));
  await userEvent.type(dialog.getByRole("textbox", { name: "Days off" }), "1 October");
  await userEvent.click(dialog.getByRole("button", { name: "Create" }));
  expect(await dialog.findByText("this is no date")).toBeTruthy();
  await userEvent.clear(dialog.getByRole("textbox", { name: "Days off" }));
  await userEvent.type(dialog.getByRole("textbox", { name: "Days off" }), "2026-10-01, 2026-10-02");
  await userEvent.click(dialog.getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent[1]).toEqual({
    name: "Office",
    key: "office",
    weekdays: [1, 2, 3, 4],
    days_off: ["2026-10-01", "2026-10-02"],
    workdays: [],
  });
});

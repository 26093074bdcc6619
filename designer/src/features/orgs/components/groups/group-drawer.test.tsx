import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { GroupDrawer } from "./group-drawer";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", path: [], can: ["member:write"] } as unknown as Org;
const packers = { id: "g1", name: "Packers", key: "packers", revision: 1, can: ["member:write"] } as never;

it("asks why before somebody is taken out of a group, and keeps it if the server refuses", async () => {
  const sent: (string | null)[] = [];
  const asked = serve({
    "GET /orgs/o1/groups/g1/members": { items: [{ id: "u1", name: "Li Lei", kind: "member" }] },
    "DELETE /orgs/o1/groups/g1/members/u1": (url: URL) => {
      sent.push(url.searchParams.get("reason"));
      return sent.length === 1
        ? refusal(403, "auth.forbidden", "this needs member:write")
        : new Response(null, { status: 204 });
    },
  });
  await show(<GroupDrawer org={org} group={packers} close={() => {}} />);
  await userEvent.click(await screen.findByRole("button", { name: "Take Li Lei out" }));
  const dialog = await screen.findByRole("dialog", { name: "Take Li Lei out of Packers?" });
  const act = within(dialog).getByRole("button", { name: "Take out" });
  expect(act).toHaveProperty("disabled", true);
  expect(asked.some((a) => a.startsWith("DELETE"))).toBe(false);
  const why = within(dialog).getByRole("textbox", { name: /Reason/ });
  fireEvent.change(why, { target: { value: "left the team" } });
  await userEvent.click(act);
  expect(await within(dialog).findByText("this needs member:write")).toBeTruthy();
  expect(why).toHaveProperty("value", "left the team");
  await userEvent.click(act);
  await vi.waitFor(() => expect(screen.queryByRole("dialog", { name: /^Take Li Lei/ })).toBeNull());
  expect(sent).toEqual(["left the team", "left the team"]);
});

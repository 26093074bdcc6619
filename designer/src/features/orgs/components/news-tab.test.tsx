import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { NewsTab } from "./news-tab";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", can: ["org:edit"] } as unknown as Org;
const one = {
  id: "n1",
  org_id: "o1",
  org_name: "Stock",
  title: "Freeze",
  text: "Nothing is released.",
  shown_at: "2026-05-31T10:31:00Z",
  starts_at: "2026-05-31T10:31:00Z",
  state: "over",
  revision: 3,
  can: ["org:edit"],
};

it("changes and deletes what was read, also what is over", async () => {
  const sent = vi.fn();
  let items: unknown[] = [one];
  const asked = serve({
    "GET /orgs/o1/news": () => ({ items }),
    "PUT /orgs/o1/news/n1": async (_: URL, request: Request) => {
      sent(request.headers.get("If-Match"), await request.json());
      return one;
    },
    "DELETE /orgs/o1/news/n1": (_: URL, request: Request) => {
      sent(request.headers.get("If-Match"));
      items = [];
      return new Response(null, { status: 204 });
    },
  });
  await show(<NewsTab org={org} />);
  expect(await screen.findByText("Over")).toBeTruthy();
  expect(asked[0]).toContain("all=true");
  await userEvent.click(screen.getByRole("button", { name: "Change Freeze" }));
  const title = await screen.findByRole("textbox", { name: /Title/ });
  await userEvent.clear(title);
  await userEvent.type(title, "Thaw");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(sent).toHaveBeenCalledWith('"3"', {
      title: "Thaw",
      text: "Nothing is released.",
      starts_at: "2026-05-31T10:31:00Z",
    }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Delete Freeze" }));
  await userEvent.type(await screen.findByRole("textbox", { name: /^Reason/ }), "Over");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(sent).toHaveBeenLastCalledWith('"3"'));
  expect(await screen.findByText(/should know stands here/)).toBeTruthy();
});

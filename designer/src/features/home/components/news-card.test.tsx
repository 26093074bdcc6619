import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { NewsCard } from "./news-card";

afterEach(() => vi.unstubAllGlobals());

const org = (...can: string[]) => ({ id: "o1", name: "Stock", can }) as unknown as Shape<"OrgBody">;

const news = (id: string, title: string, text = "") => ({
  id,
  org_id: "o0",
  org_name: "Acme",
  title,
  text,
  shown_at: "2026-05-31T10:31:00Z",
  state: "shown",
  revision: 1,
  can: [],
});

it("shows the newest open, the others when they are opened, and the rest on demand", async () => {
  serve({
    "GET /me/news": (url: URL) =>
      url.searchParams.get("cursor") === "more"
        ? { items: [news("n3", "New Jenkins")] }
        : {
            items: [news("n1", "Freeze", "**No** release <b>now</b>"), news("n2", "Thaw", "Soon")],
            next: "more",
          },
  });
  await show(<NewsCard org={org()} />);
  const first = await screen.findByRole("button", { name: "Freeze" });
  expect(first.getAttribute("aria-expanded")).toBe("true");
  expect(screen.getByText("No").tagName).toBe("STRONG");
  expect(screen.getByText(/<b>now<\/b>/)).toBeTruthy();
  expect(screen.queryByText("Soon")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Thaw" }));
  expect(screen.getByText("Soon")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Write news" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Earlier news" }));
  expect(await screen.findByText("New Jenkins")).toBeTruthy();
});

it("is not there without news for who may not write any", async () => {
  const asked = serve({ "GET /me/news": { items: [] } });
  await show(<NewsCard org={org()} />);
  await waitFor(() => expect(asked.length).toBe(1));
  await waitFor(() => expect(screen.queryByRole("region", { name: "News" })).toBeNull());
});

it("lets who may write the first news, with their days", async () => {
  const sent = vi.fn();
  let all: unknown[] = [];
  serve({
    "GET /me/news": () => ({ items: all }),
    "POST /orgs/o1/news": async (_: URL, request: Request) => {
      sent(await request.json());
      all = [news("n1", "Freeze")];
      return all[0];
    },
  });
  await show(<NewsCard org={org("org:edit")} />);
  await userEvent.click(await screen.findByRole("button", { name: "Write the first news" }));
  const dialog = await screen.findByRole("dialog", { name: "News for Stock and all below it" });
  const post = screen.getByRole("button", { name: "Post" }) as HTMLButtonElement;
  expect(post.disabled).toBe(true);
  await userEvent.type(screen.getByRole("textbox", { name: /Title/ }), "Freeze");
  await userEvent.type(screen.getByLabelText(/Until/), "2026-10-07");
  await userEvent.click(post);
  await waitFor(() => expect(dialog.isConnected).toBe(false));
  expect(sent).toHaveBeenCalledWith({
    title: "Freeze",
    ends_at: new Date("2026-10-07T23:59:59").toISOString(),
  });
  expect(await screen.findByText("Freeze")).toBeTruthy();
});

it("fails alone", async () => {
  serve({ "GET /me/news": () => refusal(503, "server.busy", "later, please") });
  await show(<NewsCard org={org()} />);
  expect(await screen.findByText(/later, please/)).toBeTruthy();
});

it("keeps its news when earlier ones do not come, and when it is not read again", async () => {
  let broken = false;
  serve({
    "GET /me/news": (url: URL) =>
      broken || url.searchParams.get("cursor")
        ? refusal(503, "server.busy", "later, please")
        : { items: [news("n1", "Freeze")], next: "more" },
  });
  await show(<NewsCard org={org()} />);
  await userEvent.click(await screen.findByRole("button", { name: "Earlier news" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/later, please/);
  expect(screen.getByText("Freeze")).toBeTruthy();
  broken = true;
  refocus();
  expect((await screen.findByRole("status")).textContent).toMatch(/later, please/);
  expect(screen.getByText("Freeze")).toBeTruthy();
});

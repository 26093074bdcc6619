import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { ProfileTab } from "./profile-tab";

// The texts here are those of the test: there is no other language to go to.
vi.mock(import("@/shared/i18n/i18n"), async (whole) => ({
  ...(await whole()),
  changeLanguage: async () => {},
}));
afterEach(() => vi.unstubAllGlobals());

it("keeps a name that is not saved yet when the language is chosen", async () => {
  const me = { name: "Me", person: { email: "a@example.org", email_verified: true } };
  const sent: unknown[] = [];
  serve({
    "GET /me": me,
    "PATCH /me": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return me;
    },
  });
  await show(<ProfileTab />);
  const name = await screen.findByRole("textbox", { name: "Name" });
  await waitFor(() => expect(name).toHaveProperty("value", "Me"));
  fireEvent.change(name, { target: { value: "Another" } });
  await userEvent.click(screen.getByRole("combobox", { name: "Language" }));
  await userEvent.click(await screen.findByRole("option", { name: "中文", hidden: true }));
  const save = screen.getByRole("button", { name: "Save" });
  await waitFor(() => expect(sent).toEqual([{ locale: "zh-CN" }]));
  await waitFor(() => expect(save).toHaveProperty("disabled", false));
  expect(name).toHaveProperty("value", "Another");
});

import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { RegistryDialog } from "./registry-dialog";

afterEach(() => vi.unstubAllGlobals());

it("keeps what is typed of a registry while somebody else changes it, and does not overwrite that", async () => {
  let now = { url: "https://registry.example.org/a", username: "robot", secret: "", revision: 4 };
  let match: string | null = "";
  const asked = serve({
    "GET /orgs/o1/registry": () => now,
    "PUT /orgs/o1/registry": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "registry.stale", "the registry was changed meanwhile");
    },
  });
  await show(<RegistryDialog org="o1" opened close={() => {}} />);
  const [url] = (await screen.findAllByRole("textbox")) as [HTMLElement];
  fireEvent.change(url, { target: { value: "https://registry.example.org/mine" } });
  now = { ...now, username: "theirs", revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked.filter((a) => a.startsWith("GET"))).toHaveLength(2));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("the registry was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
  expect(url).toHaveProperty("value", "https://registry.example.org/mine");
});

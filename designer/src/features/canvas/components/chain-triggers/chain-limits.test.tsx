import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ChainLimits } from "./chain-limits";

afterEach(() => vi.unstubAllGlobals());

it("does not write over the limits that somebody else set meanwhile", async () => {
  let now = { concurrency: 2, queue: 10, rate: 0, running: 0, waiting: 0, revision: 4 };
  let match: string | null = "";
  const asked = serve({
    "GET /orgs/o1": { id: "o1", can: ["limits:write"] },
    "GET /orgs/o1/chains/pay/limits": () => now,
    "PUT /orgs/o1/chains/pay/limits": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "limits.stale", "the limit was changed meanwhile");
    },
  });
  await show(<ChainLimits org="o1" chain="pay" />);
  const rate = await screen.findByRole("textbox", { name: "Starts in a minute" });
  await vi.waitFor(() => expect(rate).toHaveProperty("readOnly", false));
  fireEvent.change(rate, { target: { value: "30" } });
  now = { ...now, queue: 99, revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked.filter((a) => a.endsWith("/limits"))).toHaveLength(2));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("the limit was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
  expect(rate).toHaveProperty("value", "30");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.getByRole("textbox", { name: "May wait beyond" })).toHaveProperty("value", "99");
});

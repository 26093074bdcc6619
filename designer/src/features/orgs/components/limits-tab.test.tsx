import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { LimitsTab } from "./limits-tab";

afterEach(() => vi.unstubAllGlobals());

it("keeps what is typed while limits are saved, and saves it against those", async () => {
  let now = { concurrency: 2, queue: 10, rate: 5, running: 0, waiting: 0, revision: 4 };
  const sent: unknown[] = [];
  let answer = () => {};
  serve({
    "GET /orgs/o1/limits": () => now,
    "PUT /orgs/o1/limits": async (_: URL, request: Request) => {
      const body = (await request.json()) as { concurrency: number; queue: number; rate: number };
      sent.push([request.headers.get("If-Match"), body]);
      await new Promise<void>((done) => {
        answer = done;
      });
      now = { ...now, ...body, revision: now.revision + 1 };
      return now;
    },
  });
  await show(<LimitsTab org={{ id: "o1", name: "Stock", can: ["limits:write"] } as Org} />);
  const [first, second] = (await screen.findAllByRole("textbox")) as [HTMLElement, HTMLElement];
  const save = screen.getByRole("button", { name: "Save" });
  fireEvent.change(first, { target: { value: "3" } });
  await userEvent.click(save);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  fireEvent.change(second, { target: { value: "20" } });
  answer();
  await vi.waitFor(() => expect(save).toHaveProperty("disabled", false));
  expect(second).toHaveProperty("value", "20");
  await userEvent.click(save);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  answer();
  expect(sent).toEqual([
    ['"4"', { concurrency: 3, queue: 10, rate: 5 }],
    ['"5"', { concurrency: 3, queue: 20, rate: 5 }],
  ]);
  await vi.waitFor(() => expect(save).toHaveProperty("disabled", true));
});

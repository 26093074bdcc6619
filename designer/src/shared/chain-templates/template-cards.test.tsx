import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { withSurface } from "@/shared/test/surface";
import { TemplateCards } from "./template-cards";

withSurface();
afterEach(() => vi.unstubAllGlobals());

const both = (text: string) => ({ en: text, zh: text });
const graph = { nodes: [{ id: "a", kind: "script", name: both("Greet"), x: 0, y: 0 }], edges: [] };
const template = {
  key: "greet",
  title: both("Greeting"),
  summary: both("Greets."),
  parameters: [],
  scripts: [],
  chains: [{ key: "greet", graph }],
};
const chain = (name: string, node: string) => ({
  format: "catenary/v1",
  kind: "Chain",
  key: name.toLowerCase(),
  name,
  nodes: [{ id: "a", kind: "script", name: node }],
});
const world = {
  "GET /orgs/o1": { id: "o1", name: "Stock", path: [], can: ["chain:edit", "template:use"] },
  "GET /orgs/o1/templates": { items: [template] },
  "GET /node-kinds": { items: [] },
};

it("shows the chains of a template on the canvas, one after the other", async () => {
  serve({
    ...world,
    "GET /orgs/o1/templates/greet/sketch": {
      chains: [chain("First", "Say hello"), chain("Second", "Say goodbye")],
    },
  });
  await show(<TemplateCards org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Preview Greeting" }));
  const dialog = await screen.findByRole("dialog", { name: "Preview Greeting" });
  expect(await within(dialog).findByText("Say hello")).toBeTruthy();
  await userEvent.click(within(dialog).getByRole("radio", { name: "Second" }));
  expect(await within(dialog).findByText("Say goodbye")).toBeTruthy();
  expect(within(dialog).queryByText("Say hello")).toBeNull();
});

it("says why a template cannot be looked at", async () => {
  serve({
    ...world,
    "GET /orgs/o1/templates/greet/sketch": refusal(404, "template.unknown", "no such template"),
  });
  await show(<TemplateCards org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Preview Greeting" }));
  const dialog = await screen.findByRole("dialog", { name: "Preview Greeting" });
  expect(await within(dialog).findByText(/template\.unknown/)).toBeTruthy();
});

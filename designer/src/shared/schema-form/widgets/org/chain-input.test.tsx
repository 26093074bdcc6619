import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SchemaForm } from "../../schema-form";
import { orgWidgets } from "./org-widgets";

afterEach(() => vi.unstubAllGlobals());

const schema = {
  type: "object",
  required: ["key"],
  "x-order": ["key", "version", "input"],
  properties: {
    key: { type: "string", title: "Chain" },
    version: { type: "integer", title: "Version", "x-widget": "chain-version" },
    input: { title: "Input", "x-expression": true, "x-widget": "chain-input" },
  },
};
const takes = (title: string) => ({
  input: { type: "object", required: ["sku"], properties: { sku: { type: "string", title } } },
});
const called = {
  "GET /orgs/o1/chains/pack": { key: "pack", name: "Pack", version: 2, can: [] },
  "GET /orgs/o1/chains/pack/versions": { items: [{ version: 2 }, { version: 1 }] },
  "GET /orgs/o1/chains/pack/versions/2/document": takes("Article"),
  "GET /orgs/o1/chains/pack/versions/1/document": takes("Number"),
};

let value: unknown;
async function form(first: object, routes: object) {
  serve(routes as never);
  function Shown() {
    const [v, set] = useState<unknown>(first);
    value = v;
    return (
      <SchemaForm schema={schema} value={v} onChange={set} widgets={orgWidgets} org="o1" expressions={{}} />
    );
  }
  await show(<Shown />);
}

it("fills in the input by the called chain's own form", async () => {
  await form({ key: "pack" }, called);
  await userEvent.click(await screen.findByRole("button", { name: "Fill in its input" }));
  await userEvent.type(await screen.findByRole("textbox", { name: /Article/ }), "a1");
  expect(value).toEqual({ key: "pack", input: { sku: "a1" } });
  await userEvent.click(screen.getByRole("button", { name: "Give it the input of this node" }));
  expect(value).toEqual({ key: "pack" });
});

it("shows the form of the version that is chosen", async () => {
  await form({ key: "pack", input: { sku: "a1" } }, called);
  await screen.findByRole("textbox", { name: /Article/ });
  await userEvent.click(screen.getByRole("combobox", { name: "Version" }));
  await userEvent.click(await screen.findByRole("option", { name: "Version 1", hidden: true }));
  await screen.findByRole("textbox", { name: /Number/ });
  expect(value).toEqual({ key: "pack", version: 1, input: { sku: "a1" } });
});

it.each([
  ["has no input schema", { key: "pack" }, { ...called, "GET /orgs/o1/chains/pack/versions/2/document": {} }],
  [
    "cannot be seen",
    { key: "pack" },
    { "GET /orgs/o1/chains/pack": () => refusal(404, "resource.unknown", "no") },
  ],
  ["gets a value without fields", { key: "pack", input: [1] }, called],
])("takes JSON where the chain %s", async (_, first, routes) => {
  await form(first, routes);
  expect(await screen.findByRole("textbox", { name: "Input" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Fill in its input" })).toBeNull();
});

it("leaves one expression for all of it as it is", async () => {
  await form({ key: "pack", input: `\${{ input }}` }, called);
  const field = await screen.findByRole("textbox", { name: "Input" });
  expect((field as HTMLTextAreaElement).value).toBe(`\${{ input }}`);
});

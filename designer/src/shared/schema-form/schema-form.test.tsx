import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import type { WidgetProps, Widgets } from "./context";
import type { Known } from "./expressions";
import { type FormProblem, SchemaForm } from "./schema-form";
import { TextWidget } from "./widgets/text";

configure({ asyncUtilTimeout: 20_000 });

type Given = {
  schema: JsonSchema;
  first?: unknown;
  problems?: FormProblem[];
  widgets?: Widgets;
  expressions?: Known;
  language?: string;
  readOnly?: boolean;
};

let last: unknown;
let pointers: string[] = [];
let close = () => {};

/** Shows a form and keeps its value, as a screen would. */
async function open({ first, ...given }: Given) {
  last = first;
  pointers = [];
  function Screen() {
    const [value, setValue] = useState(first);
    return (
      <SchemaForm
        {...given}
        value={value}
        onChange={(next, pointer) => {
          last = next;
          pointers.push(pointer);
          setValue(next);
        }}
      />
    );
  }
  const { unmount } = await show(<Screen />);
  close = unmount;
  return userEvent.setup();
}

describe("a form made of a schema", () => {
  it("shows titles, order and what is needed, and keeps the document small", async () => {
    const user = await open({
      schema: {
        type: "object",
        required: ["url"],
        "x-order": ["method", "url", "count"],
        properties: {
          count: { type: "integer", title: "Count" },
          url: { type: "string", title: "Address", "x-title-zh": "地址" },
          method: { enum: ["GET", "POST"], default: "GET", title: "Method" },
        },
      },
    });
    const names = [...document.querySelectorAll("label")].map((l) => l.textContent);
    expect(names.indexOf("Method")).toBeLessThan(names.indexOf("Address"));
    await user.type(screen.getByRole("textbox", { name: "Address" }), "x");
    await user.type(screen.getByRole("textbox", { name: "Count" }), "12");
    expect(last).toEqual({ url: "x", count: 12 });
    await user.clear(screen.getByRole("textbox", { name: "Count" }));
    await user.click(screen.getByRole("radio", { name: "POST" }));
    expect(last).toEqual({ url: "x", method: "POST" });
    await user.click(screen.getByRole("radio", { name: "GET" }));
    expect(last).toEqual({ url: "x" });
  });

  it("speaks Chinese where the schema does", async () => {
    await open({
      language: "zh-CN",
      schema: {
        type: "object",
        properties: { url: { type: "string", title: "Address", "x-title-zh": "地址" } },
      },
    });
    expect(screen.getByRole("textbox", { name: "地址" })).toBeTruthy();
  });

  it("draws one field for one keystroke", async () => {
    const drawn: Record<string, number> = {};
    const Counted = (p: WidgetProps) => {
      drawn[p.pointer] = (drawn[p.pointer] ?? 0) + 1;
      return <TextWidget {...p} />;
    };
    const field = { type: "string", "x-widget": "counted" };
    const user = await open({
      widgets: { counted: Counted },
      first: { inner: { c: "" } },
      problems: [{ pointer: "/b", detail: "Not so." }],
      schema: {
        type: "object",
        properties: { a: field, b: field, inner: { type: "object", properties: { c: field, d: field } } },
      },
    });
    const before = { ...drawn };
    await user.type(screen.getByRole("textbox", { name: "C" }), "q");
    expect(last).toEqual({ inner: { c: "q" } });
    const more = Object.entries(drawn).filter(([p, n]) => n > (before[p] ?? 0));
    expect(more).toEqual([["/inner/c", (before["/inner/c"] ?? 0) + 1]]);
  });

  it("shows what the server found at its field, or at the nearest above it", async () => {
    await open({
      first: { task: {} },
      schema: {
        type: "object",
        properties: {
          task: {
            type: "object",
            title: "Task",
            properties: { script: { type: "string", title: "Script" } },
          },
        },
      },
      problems: [
        { pointer: "/task/script", detail: "There is no script x." },
        { pointer: "/task/colour", detail: "Nobody knows this field." },
      ],
    });
    const described = screen.getByRole("textbox", { name: "Script" }).getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toBe("There is no script x.");
    expect(
      within(screen.getByRole("group", { name: "Task" })).getByText("Nobody knows this field."),
    ).toBeTruthy();
  });

  it("says what the schema wants once a field was left", async () => {
    const user = await open({
      schema: {
        type: "object",
        required: ["code"],
        properties: { code: { type: "string", title: "Code", pattern: "^[a-z]+$" } },
      },
      first: {},
    });
    expect(screen.queryByText("This is needed.")).toBeNull();
    await user.click(screen.getByRole("textbox", { name: "Code" }));
    await user.tab();
    expect(screen.getByText("This is needed.")).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: "Code" }), "A1");
    expect(screen.getByText("This does not have the form that is wanted.")).toBeTruthy();
  });

  it("folds More, and opens it when something in it is set or wrong", async () => {
    const schema = {
      type: "object",
      properties: {
        a: { type: "string" },
        seldom: { type: "string", title: "Seldom", default: "x", "x-more": true },
      },
    };
    await open({ schema, first: { seldom: "x" } });
    expect(document.querySelector("details")?.open).toBe(false);
    close();
    await open({ schema, first: {}, problems: [{ pointer: "/seldom", detail: "No." }] });
    expect(document.querySelector("details")?.open).toBe(true);
  });

  it("shows a field only if the field beside it wants it", async () => {
    const user = await open({
      first: {},
      schema: {
        type: "object",
        properties: {
          scheme: { enum: ["bearer", "basic"], title: "Scheme" },
          username: { type: "string", title: "User name", "x-show-if": "scheme:basic" },
        },
      },
    });
    expect(screen.queryByRole("textbox", { name: "User name" })).toBeNull();
    await user.selectOptions(screen.getByRole("combobox", { name: "Scheme" }), "basic");
    expect(screen.getByRole("textbox", { name: "User name" })).toBeTruthy();
  });

  it("adds and removes parts that need not be there", async () => {
    const user = await open({
      first: {},
      schema: {
        type: "object",
        properties: {
          auth: {
            type: "object",
            title: "Sign-in",
            required: ["scheme"],
            properties: { scheme: { enum: ["bearer", "basic"], default: "bearer" } },
          },
        },
      },
    });
    await user.click(screen.getByRole("switch", { name: "Sign-in" }));
    expect(last).toEqual({ auth: { scheme: "bearer" } });
    await user.click(screen.getByRole("switch", { name: "Sign-in" }));
    expect(last).toEqual({});
  });

  it("keeps lists in order", async () => {
    const user = await open({
      first: { list: ["one", "two"] },
      schema: {
        type: "object",
        properties: { list: { type: "array", title: "Arguments", items: { type: "string" } } },
      },
    });
    await user.click(screen.getByRole("button", { name: "Move Arguments 2 up" }));
    expect(last).toEqual({ list: ["two", "one"] });
    await user.click(screen.getByRole("button", { name: "Add to Arguments" }));
    await user.type(screen.getByRole("textbox", { name: "Arguments 3" }), "x");
    await user.click(screen.getByRole("button", { name: "Remove Arguments 1" }));
    expect(last).toEqual({ list: ["one", "x"] });
  });

  it("names values, and refuses a name twice", async () => {
    const user = await open({
      first: { headers: { accept: "json" } },
      schema: {
        type: "object",
        properties: {
          headers: {
            type: "object",
            title: "Headers",
            additionalProperties: { type: "string" },
            "x-widget": "key-value",
          },
        },
      },
    });
    await user.click(screen.getByRole("button", { name: "Add to Headers" }));
    const name = screen.getByRole("textbox", { name: "Headers: name 2" });
    await user.clear(name);
    await user.type(name, "accept{Enter}");
    expect(screen.getByText("This name is there already.")).toBeTruthy();
    await user.clear(name);
    await user.type(name, "x-id{Enter}");
    await user.type(screen.getByRole("textbox", { name: "Value of x-id" }), "7");
    expect(last).toEqual({ headers: { accept: "json", "x-id": "7" } });
  });

  it("tells alternatives apart by their constant, and keeps what both have", async () => {
    const branch = (kind: string, more: object) => ({
      type: "object",
      title: kind,
      required: ["kind"],
      properties: { kind: { const: kind }, note: { type: "string", title: "Note" }, ...more },
    });
    const user = await open({
      first: { how: { kind: "mail", note: "n", to: "a" } },
      schema: {
        type: "object",
        properties: {
          how: {
            title: "How",
            oneOf: [
              branch("mail", { to: { type: "string" } }),
              branch("hook", { url: { type: "string", title: "Url" } }),
            ],
          },
        },
      },
    });
    await user.selectOptions(screen.getByRole("combobox", { name: "How" }), "hook");
    expect(last).toEqual({ how: { kind: "hook", note: "n" } });
    expect(screen.getByRole("textbox", { name: "Url" })).toBeTruthy();
  });

  it("gives what it does not understand a JSON editor, and the rest its fields", async () => {
    await open({
      first: { odd: { a: 1 }, fine: "x" },
      schema: {
        type: "object",
        properties: {
          odd: { title: "Odd", anyOf: [{ type: "string" }, { type: "object" }] },
          tree: { $ref: "#/$defs/tree", title: "Tree" },
          lost: { $ref: "#/$defs/lost", title: "Lost" },
          fine: { type: "string", title: "Fine" },
        },
        $defs: { tree: { type: "object", properties: { child: { $ref: "#/$defs/tree", title: "Child" } } } },
      },
    });
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Odd" }).textContent).toContain('"a": 1'));
    expect(screen.getByRole("textbox", { name: "Lost" })).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Fine" })).toHaveProperty("value", "x");
    const user = userEvent.setup();
    await user.click(screen.getByRole("switch", { name: "Tree" }));
    await user.click(screen.getByRole("switch", { name: "Child" }));
    expect(last).toMatchObject({ tree: { child: {} } });
  });

  it("switches between a value and an expression", async () => {
    const user = await open({
      first: { n: 5 },
      expressions: { input: {} },
      schema: {
        type: "object",
        properties: {
          n: { type: "integer", title: "Number", "x-expression": true },
          fixed: { type: "integer" },
        },
      },
    });
    expect(screen.getAllByRole("button", { name: /Use an expression/ })).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Use an expression: Number" }));
    expect(last).toEqual({ n: `\${{ 5 }}` });
    await user.click(screen.getByRole("button", { name: "Use a plain value: Number" }));
    expect(last).toEqual({ n: 5 });
  });

  it("offers names inside of an expression, and takes one by keyboard", async () => {
    const user = await open({
      first: {},
      expressions: {
        input: { inside: { branch: {}, sku: { detail: "text" } } },
        nodes: { inside: { "my-node": { inside: { output: { sample: { risk: 3 } } } } } },
      },
      schema: { type: "object", properties: { ref: { type: "string", title: "Ref", "x-expression": true } } },
    });
    const box = screen.getByRole("textbox", { name: "Ref" });
    await user.type(box, `v-\${{{{ input.s`);
    expect(last).toEqual({ ref: `v-\${{ input.s }}` });
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(last).toEqual({ ref: `v-\${{ input.sku }}` }));
    expect(document.activeElement).toBe(box);
  });

  it("shows what a text comes to with the last sample", async () => {
    await open({
      first: { m: `risk \${{ nodes.check.output.risk }} of \${{ other() }}` },
      expressions: { nodes: { inside: { check: { inside: { output: { sample: { risk: 3 } } } } } } },
      schema: { type: "object", properties: { m: { type: "string", "x-expression": true } } },
    });
    expect(screen.getByText(/With the last sample/).textContent).toBe(
      "With the last sample: risk 3 of ƒ other()",
    );
  });

  it("takes a text or a secret", async () => {
    const user = await open({
      first: { env: { TOKEN: "x" } },
      schema: {
        type: "object",
        properties: {
          env: {
            type: "object",
            additionalProperties: {
              "x-widget": "text-or-secret",
              oneOf: [
                { type: "string" },
                { type: "object", required: ["secret"], properties: { secret: { type: "string" } } },
              ],
            },
          },
        },
      },
    });
    await user.click(screen.getByRole("button", { name: /Use a secret/ }));
    await user.type(screen.getByRole("textbox", { name: "Value of TOKEN" }), "artefact-token");
    expect(last).toEqual({ env: { TOKEN: { secret: "artefact-token" } } });
  });

  it("can only be read when it is read-only", async () => {
    await open({
      readOnly: true,
      first: { list: ["a"], on: {} },
      expressions: {},
      schema: {
        type: "object",
        properties: {
          list: { type: "array", items: { type: "string", "x-expression": true } },
          on: { type: "object", properties: {}, title: "On" },
        },
      },
    });
    expect(screen.queryAllByRole("button")).toHaveLength(0);
    expect(screen.queryAllByRole("switch")).toHaveLength(0);
    expect(screen.getByRole("group", { name: "On" })).toBeTruthy();
  });

  it("builds a schema from rows", async () => {
    const user = await open({
      schema: {
        type: "object",
        properties: { input: { type: "object", title: "Input", "x-widget": "schema" } },
      },
    });
    await user.click(screen.getByRole("button", { name: "Add field" }));
    const name = screen.getByRole("textbox", { name: "Name of field 1" });
    await user.clear(name);
    await user.type(name, "sku{Enter}");
    await user.click(screen.getByRole("checkbox", { name: "Required" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Type of sku" }), "Choice");
    await user.type(screen.getByRole("textbox", { name: "Values of sku" }), "a{Enter}b");
    await user.tab();
    expect(last).toEqual({
      input: {
        type: "object",
        required: ["sku"],
        properties: { sku: { type: "string", enum: ["a", "b"] } },
        "x-order": ["sku"],
      },
    });
  });

  it("leaves the values of a row that was moved where they belong", async () => {
    const choice = (...values: string[]) => ({ type: "string", enum: values });
    const user = await open({
      schema: {
        type: "object",
        properties: { input: { type: "object", title: "Input", "x-widget": "schema" } },
      },
      first: {
        input: {
          type: "object",
          properties: { size: choice("s", "m"), colour: choice("red", "blue") },
          "x-order": ["size", "colour"],
        },
      },
    });
    await user.click(screen.getByRole("button", { name: "Move size down" }));
    await user.click(screen.getByRole("textbox", { name: "Values of colour" }));
    await user.tab();
    expect(screen.getByRole("textbox", { name: "Values of colour" })).toHaveProperty("value", "red\nblue");
    expect(last).toEqual({
      input: {
        type: "object",
        properties: { colour: choice("red", "blue"), size: choice("s", "m") },
        "x-order": ["colour", "size"],
      },
    });
  });

  it("builds fields that take files where they can be given, and nowhere else", async () => {
    const receipt = { type: "array", items: { type: "string", format: "file" } };
    const user = await open({
      first: { a: { type: "object", properties: { receipt } } },
      schema: {
        type: "object",
        properties: {
          a: { type: "object", title: "A", "x-widget": "schema", "x-files": true },
          b: { type: "object", title: "B", "x-widget": "schema" },
        },
      },
    });
    const types = screen.getByRole("combobox", { name: "Type of receipt" }) as HTMLSelectElement;
    expect(types.value).toBe("files");
    const accept = screen.getByRole("textbox", { name: "Types of receipt" });
    await user.type(accept, "PDF, image/*");
    await user.tab();
    await user.selectOptions(screen.getByRole("combobox", { name: "Size of receipt" }), "up to 16 MB");
    const built = (receipt: object) => ({
      a: { type: "object", properties: { receipt }, "x-order": ["receipt"] },
    });
    const file = {
      type: "string",
      format: "file",
      "x-accept": [".pdf", "image/*"],
      "x-max-bytes": 16_000_000,
    };
    expect(last).toEqual(built({ type: "array", items: file }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Size of receipt" }), "up to 8 MB");
    await user.selectOptions(types, "File");
    expect(last).toEqual(built({ type: "string", format: "file" }));
    await user.click(screen.getAllByRole("button", { name: "Add field" })[1] as HTMLElement);
    const other = screen.getByRole("combobox", { name: "Type of field1" });
    expect(within(other).queryByRole("option", { name: "File" })).toBeNull();
    expect(within(types).getByRole("option", { name: "Several files" })).toBeTruthy();
  });
});

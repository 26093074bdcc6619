import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { PublishDialog } from "./publish-dialog";

const live: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "a", kind: "script", name: "Look" },
    { id: "b", kind: "work", name: "Build" },
  ],
  edges: [{ from: "a", to: "b" }],
};
const mine = { ...live, nodes: [{ ...live.nodes[0], name: "Look up" }, live.nodes[1]] } as ChainDocument;
const both = { ...mine, edges: [] };
const chain = {
  id: "c",
  org_id: "o",
  key: "stock",
  name: "Stock",
  version: 14,
  draft: { revision: 5, checksum: "", changed: true },
  can: ["chain:publish"],
} as unknown as Shape<"ChainBody">;
const path = "/orgs/o/chains/stock";

type World = { problems: object[]; sent: { match: string | null; body: unknown }[]; publication: object };
let world: World;

const part = (more: object) => ({ node: "b", kind: "task", key: "python-3.11", state: "pending", ...more });
const publication = (more: object) => ({
  id: "p1",
  state: "running",
  revision: 5,
  created_at: "2026-01-01T10:00:00Z",
  parts: [],
  ...more,
});

beforeEach(() => {
  world = { problems: [], sent: [], publication: publication({}) };
  useEditor.getState().begin({ org: "o", key: "stock", document: both, revision: 5 });
  serve(routes());
});
afterEach(() => void vi.unstubAllGlobals());

const routes = () => ({
  "GET /me": { kind: "user", name: "Drafter", subject_id: "li", tops: [] },
  [`POST ${path}/validate`]: () => ({ valid: true, problems: world.problems }),
  [`GET ${path}/compare`]: {
    changes: [
      { kind: "changed", subject: "node", node: "a", pointer: "/nodes/0", fields: [{ pointer: "/name" }] },
      { kind: "removed", subject: "edge", from: "a", to: "b", pointer: "/edges/0" },
    ],
  },
  [`GET ${path}/versions/14`]: { version: 14, revision: 3 },
  [`GET ${path}/versions/14/document`]: live,
  [`GET ${path}/saves`]: {
    items: [
      { revision: 5, created_by: { id: "han", name: "Colleague" } },
      { revision: 4, created_by: { id: "li", name: "Drafter" } },
      { revision: 3, created_by: { id: "li", name: "Drafter" } },
    ],
  },
  [`GET ${path}/draft`]: (url: URL) => (url.searchParams.get("revision") === "4" ? mine : both),
  [`POST ${path}/publications`]: async (_: URL, request: Request) => {
    world.sent.push({ match: request.headers.get("If-Match"), body: await request.json() });
    return Response.json(world.publication, { status: 202 });
  },
  [`GET ${path}/publications/p1`]: () => world.publication,
  [`GET ${path}/publications/p1/stream`]: () => new Response(null, { status: 204 }),
});

const open = async (id: string) => {
  const opened = { show: vi.fn(), close: vi.fn() };
  await show(<PublishDialog id={id} chain={chain} {...opened} />);
  return opened;
};

describe("publishing", () => {
  it("shows one's own changes, and publishes others' only when they are ticked", async () => {
    const user = userEvent.setup();
    const { show: shown } = await open("new");
    expect(await screen.findByText("1 change by you")).toBeTruthy();
    expect(screen.getByText("Node Look up")).toBeTruthy();
    const publish = screen.getByRole("button", { name: "Publish version 15" });
    expect((publish as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole("checkbox", { name: /1 change by Colleague/ }));
    await user.type(screen.getByRole("textbox", { name: "What is new" }), "Shorter");
    await user.click(publish);
    await vi.waitFor(() => expect(shown).toHaveBeenCalledWith("p1"));
    expect(world.sent).toEqual([{ match: '"5"', body: { message: "Shorter" } }]);
  });

  it("shows what was in a field and is now, line by line where it is a script", async () => {
    serve({
      ...routes(),
      [`GET ${path}/compare`]: {
        changes: [
          {
            kind: "changed",
            subject: "node",
            node: "a",
            pointer: "/nodes/0",
            fields: [
              { pointer: "/name", before: "Look", after: "Look up" },
              { pointer: "/script/body", before: "one();\ntwo();", after: "one();\nthree();" },
            ],
          },
        ],
      },
    });
    await open("new");
    const what = await screen.findByRole("button", { name: "What differs: Node Look up" });
    expect(screen.queryByText("Look up")).toBeNull();
    await userEvent.click(what);
    expect(what.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByText("Look up")).toBeTruthy();
    const texts = await screen.findAllByRole("textbox", { name: /^(Before|After)$/ });
    expect(texts.map((e) => e.textContent)).toEqual(["one();two();", "one();three();"]);
  });

  it("shows which tasks run a newer version of their script, and its texts when asked", async () => {
    const task = { script: "scan", environment: "python" };
    const document = { ...live, nodes: [{ id: "b", kind: "work", name: "Build", task }], edges: [] };
    useEditor.getState().begin({ org: "o", key: "stock", document, revision: 5 });
    const asked = serve({
      ...routes(),
      [`GET ${path}/compare`]: { changes: [] },
      [`GET ${path}/versions/14`]: {
        version: 14,
        revision: 3,
        pins: { script: { scan: { id: "s", version: 3 } } },
      },
      [`GET ${path}/versions/14/document`]: document,
      "GET /orgs/o/scripts/scan": { id: "s", key: "scan", language: "python", version: 4 },
      "GET /orgs/o/scripts/scan/versions/3": { version: 3, source: "print(3)" },
      "GET /orgs/o/scripts/scan/versions/4": { version: 4, source: "print(4)" },
    });
    await open("new");
    const section = await screen.findByRole("region", { name: "Scripts of tasks" });
    expect(section.textContent).toContain("scan: version 3 → 4");
    expect(section.textContent).toContain("Build");
    expect(screen.queryByText("Nothing has changed in the draft since version 14.")).toBeNull();
    const publish = screen.getByRole<HTMLButtonElement>("button", { name: "Publish version 15" });
    expect(publish.disabled).toBe(false);
    expect(asked.some((a) => a.includes("/scan/versions/"))).toBe(false);
    await userEvent.click(within(section).getByRole("button", { name: "What differs: scan: version 3 → 4" }));
    const dialog = await screen.findByRole("dialog", { name: "scan: version 3 → 4" });
    expect((await within(dialog).findByRole("textbox", { name: "scan, version 3" })).textContent).toBe(
      "print(3)",
    );
    expect(within(dialog).getByRole("textbox", { name: "scan, version 4" }).textContent).toBe("print(4)");
  });

  it("says that nothing has changed in the draft, and leaves the rest to the server", async () => {
    serve({
      ...routes(),
      [`GET ${path}/compare`]: { changes: [] },
      [`POST ${path}/publications`]: refusal(409, "chain.unchanged", "nothing has changed since version 14"),
    });
    await open("new");
    expect(await screen.findByText("Nothing has changed in the draft since version 14.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Publish version 15" }));
    expect(await screen.findByText(/nothing has changed since version 14/)).toBeTruthy();
  });

  it("is not possible with errors, and leads to each of them", async () => {
    world.problems = [
      {
        severity: "error",
        code: "chain.config",
        detail: "the script is missing",
        pointer: "/nodes/1",
        node: "b",
      },
    ];
    const opened = vi.fn();
    useEditor.getState().setOpener(opened);
    const { close } = await open("new");
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("Build: the script is missing");
    expect((screen.getByRole("button", { name: "Publish version 15" }) as HTMLButtonElement).disabled).toBe(
      true,
    );
    await userEvent.click(within(note).getByRole("button", { name: "Go to field" }));
    expect(close).toHaveBeenCalled();
    expect(opened).toHaveBeenCalledWith({ node: "b" });
  });

  it("shows warnings, which keep nobody from publishing", async () => {
    world.problems = [
      {
        severity: "warning",
        code: "approval.nobody_can",
        detail: "too few people can decide level 1",
        pointer: "/nodes/1",
        node: "b",
      },
    ];
    const opened = vi.fn();
    useEditor.getState().setOpener(opened);
    const { close } = await open("new");
    const note = await screen.findByRole("note", { name: "One thing to know before you publish" });
    expect(note.textContent).toContain("Build: too few people can decide level 1");
    await userEvent.click(screen.getByRole("checkbox"));
    expect(screen.getByRole("button", { name: "Publish version 15" })).toHaveProperty("disabled", false);
    await userEvent.click(within(note).getByRole("button", { name: "Go to field" }));
    expect(close).toHaveBeenCalled();
    expect(opened).toHaveBeenCalledWith({ node: "b" });
  });

  it("says why it was refused", async () => {
    serve({
      ...routes(),
      [`POST ${path}/publications`]: () => refusal(409, "chain.publishing", "it is being published"),
    });
    await open("new");
    await userEvent.click(await screen.findByRole("checkbox"));
    await userEvent.click(screen.getByRole("button", { name: "Publish version 15" }));
    expect((await screen.findByRole("alert")).textContent).toContain("it is being published");
  });

  it("shows how far each part is", async () => {
    world.publication = publication({
      parts: [
        part({ kind: "pipeline", key: "ci", state: "made", made: "4711", link: "https://ci.test/4711" }),
        part({ undo: true, state: "made", made: "sha256:0123456789abcdef" }),
        part({ state: "making", phase: "uploading", done: 43, total: 100 }),
      ],
    });
    await open("p1");
    const [pipeline, image, task] = await screen.findAllByRole("listitem");
    expect(pipeline?.textContent).toMatch(/Build.*Pipeline.*ci.*made 4711/);
    expect(screen.getByRole("link", { name: "4711" }).getAttribute("href")).toBe("https://ci.test/4711");
    expect(image?.textContent).toMatch(/made 0123456789ab$/);
    expect(task?.textContent).toMatch(/image absent: uploading 43 %/);
    expect(screen.getByLabelText("Upload for Build").getAttribute("aria-valuenow")).toBe("43");
    expect(screen.getByRole("button", { name: "Go on in the background" })).toBeTruthy();
  });

  it("that failed says where and why, and leads there", async () => {
    const opened = vi.fn();
    useEditor.getState().setOpener(opened);
    world.publication = publication({
      state: "failed",
      code: "registry.refused",
      parts: [
        part({ kind: "pipeline", key: "ci", state: "made", made: "4711" }),
        part({ state: "failed", code: "registry.refused", detail: "the registry refused" }),
      ],
    });
    const { show: again } = await open("p1");
    expect(await screen.findByText("the registry refused")).toBeTruthy();
    expect(screen.queryByText("4711")).toBeNull();
    expect(screen.getByRole("alert").textContent).toContain("Nothing half-made is kept");
    await userEvent.click(screen.getByRole("button", { name: "Go to field" }));
    expect(opened).toHaveBeenCalledWith({ node: "b" });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(again).toHaveBeenCalledWith("new");
  });

  it("that succeeded says which version is live", async () => {
    world.publication = publication({ state: "succeeded", version: 15 });
    await open("p1");
    expect(await screen.findByText("Version 15 is live")).toBeTruthy();
  });
});

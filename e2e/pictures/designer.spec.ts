import { expect, look, test } from "../designer.ts";

const release = {
  nodes: [
    {
      id: "order",
      name: "Read the order",
      kind: "script",
      script: { body: "return {sku: input.sku, count: 20}" },
    },
    {
      id: "build",
      name: "Build and check",
      kind: "work",
      execution: "dependent",
      order: ["pipeline", "task"],
      pipeline: { engine: "builtin", position: "pipeline.run", parameters: { mode: "ordered" } },
      task: { script: "check-package", environment: "python", arguments: ["--strict"] },
    },
    { id: "decide", name: "Too risky?", kind: "branch" },
    { id: "refuse", name: "Refuse", kind: "fail", fail: { message: "too risky" } },
    {
      id: "reserve",
      name: "Reserve stock",
      kind: "work",
      task: { script: "check-package", environment: "python" },
    },
    { id: "report", name: "Report", kind: "script", script: { body: "return nodes.reserve.output" } },
  ],
  edges: [
    { from: "order", to: "build" },
    { from: "build", to: "decide" },
    { from: "decide", to: "refuse", when: "nodes.build.output.risk > 8" },
    { from: "decide", to: "reserve", otherwise: true },
    { from: "reserve", to: "report" },
  ],
};

test.use({ viewport: { width: 1440, height: 900 } });

test("the canvas and a failed run", async ({ person }) => {
  await look(person.page, "en", "light");
  await person.ask("POST", "/scripts", {
    key: "check-package",
    name: "Check a package",
    language: "python",
    source: "print('ok')\n",
  });
  await person.chain("stock-release", "Stock release 库存发布", release, false);
  await person.go("/o/{org}/chains/stock-release?node=build");
  await expect(person.page.getByText("Build and check").first()).toBeVisible();
  await person.page.waitForTimeout(1500); // the code editors come after
  await person.page.screenshot({ path: "docs/pictures/canvas.png" });

  await person.chain("pay", "Pay suppliers", {
    nodes: [
      {
        id: "read",
        name: "Read the invoice",
        kind: "script",
        script: { body: "return {amount: input.amount, to: input.to}" },
      },
      { id: "check", name: "Within the limit?", kind: "branch" },
      {
        id: "risk",
        name: "Assess the risk",
        kind: "script",
        script: { body: "const limit = nodes.read.output.limits.daily;\nreturn {ok: limit > 0}" },
      },
      { id: "pay", name: "Pay", kind: "script", script: { body: "return {paid: nodes.read.output.amount}" } },
      { id: "report", name: "Report", kind: "script", script: { body: "return incoming" } },
    ],
    edges: [
      { from: "read", to: "check" },
      { from: "check", to: "risk", when: "nodes.read.output.amount > 1000" },
      { from: "check", to: "pay", otherwise: true },
      { from: "risk", to: "pay" },
      { from: "pay", to: "report" },
    ],
  });
  const failed = await person.run("pay", { amount: 48000, to: "Acme Paper" });
  await person.go(`/o/{org}/runs/${failed}`);
  await expect(person.page.getByText("Assess the risk").first()).toBeVisible();
  await person.page.waitForTimeout(1500);
  await person.page.screenshot({ path: "docs/pictures/run.png" });
});

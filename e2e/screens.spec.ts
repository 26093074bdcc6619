import { expect, findings, look, looks, test } from "./designer.ts";

const hello = {
  description: "Greets somebody.",
  input: { type: "object", properties: { name: { type: "string", title: "Name" } } },
  nodes: [
    { id: "greet", name: "Greet", kind: "script", script: { body: "return {text: 'Hello ' + input.name}" } },
    { id: "check", name: "Known?", kind: "branch" },
    { id: "refuse", name: "Refuse", kind: "fail", fail: { message: "unknown: ${{ input.name }}" } },
    { id: "done", name: "Done", kind: "script", script: { body: "return nodes.greet.output" } },
  ],
  edges: [
    { from: "greet", to: "check" },
    { from: "check", to: "refuse", when: "input.name === 'nobody'" },
    { from: "check", to: "done", otherwise: true },
  ],
  output: "${{ nodes.done.output }}",
};

/** Each screen: what it is called, where it is, and a heading or text that says that it is there. */
const screens: [string, string][] = [
  ["home", "/"],
  ["inbox", "/inbox"],
  ["chains", "/o/{org}/chains"],
  ["canvas", "/o/{org}/chains/hello"],
  ["a node's drawer", "/o/{org}/chains/hello?node=greet"],
  ["versions", "/o/{org}/chains/hello?tab=versions"],
  ["a chain's triggers", "/o/{org}/chains/hello?tab=triggers"],
  ["a chain's settings", "/o/{org}/chains/hello?tab=settings"],
  ["runs", "/o/{org}/runs"],
  ["a run that failed", "/o/{org}/runs/{failed}"],
  ["a run that succeeded", "/o/{org}/runs/{succeeded}?node=greet"],
  ["a run's timeline", "/o/{org}/runs/{succeeded}?view=timeline"],
  ["releases", "/o/{org}/releases"],
  ["a release", "/o/{org}/releases/{release}"],
  ["a release's record", "/o/{org}/releases/{release}?tab=record"],
  ["a release's comments", "/o/{org}/releases/{release}?tab=comments"],
  ["templates", "/o/{org}/templates"],
  ["triggers", "/o/{org}/triggers"],
  ["held chains", "/o/{org}/triggers?tab=holds"],
  ["scripts", "/o/{org}/scripts"],
  ["a script", "/o/{org}/scripts/check"],
  ["environments", "/o/{org}/environments"],
  ["engines", "/o/{org}/engines"],
  ["an engine", "/o/{org}/engines/builtin"],
  ["secrets", "/o/{org}/secrets"],
  ["switches", "/o/{org}/switches"],
  ["a switch", "/o/{org}/switches?switch=stock-mode"],
  ["members", "/o/{org}/members"],
  ["audit", "/o/{org}/audit"],
  ["system", "/system"],
  ["settings", "/me"],
  ["deputies", "/me?tab=deputy"],
];

for (const [language, scheme] of looks) {
  test(`every screen is there, and axe finds nothing: ${language}, ${scheme}`, async ({ person }) => {
    test.setTimeout(300_000);
    await person.chain("hello", "Say hello 问候", hello);
    await person.ask("POST", "/scripts", {
      key: "check",
      name: "Check",
      language: "shell",
      source: "echo ok\n",
    });
    await person.ask("POST", "/secrets", { key: "artefact-token", value: "not so secret" });
    await person.ask("POST", "/switches", {
      key: "stock-mode",
      name: "Stock mode",
      type: "enum",
      options: ["old", "both", "new"],
      value: "old",
    });
    const failed = await person.run("hello", { name: "nobody" });
    const succeeded = await person.run("hello", { name: "Ada" });
    await person.ask("PUT", "/chains/hello/hold", { reason: "nobody is there" });
    const release = (await person.ask("POST", "/releases", {
      name: "Greet everybody",
      phases: [{ name: "Greet", chain: { key: "hello" }, input: { name: "Ada" } }],
    })) as { id: string };

    await look(person.page, language, scheme);
    for (const [name, address] of screens) {
      await person.go(
        address
          .replace("{failed}", failed)
          .replace("{succeeded}", succeeded)
          .replace("{release}", release.id),
      );
      await expect(person.page.getByRole("heading", { level: 1 }), name).toBeVisible();
      await expect(person.page.locator(".mantine-Skeleton-root"), name).toHaveCount(0);
      // What is still arriving may be found wanting for a moment.
      await expect.poll(() => findings(person.page), { message: name, timeout: 10_000 }).toEqual([]);
    }
  });
}

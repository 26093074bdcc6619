import { expect, type Page } from "@playwright/test";
import { type Person, taskParts } from "./designer.ts";
import type { Texts } from "./texts.ts";

/** A screen, or one of its dialogs. */
export type Screen = {
  name: string;
  /** Its address; `{org}` and the names of what `furnish` made stand for their ids. */
  at: string;
  /** The text of the button that opens the dialog. */
  press?: string;
};

const screen = (name: string, at: string, press?: string): Screen => ({ name, at, press });

/** All there is to be seen by who is signed in. */
export const screens: Screen[] = [
  screen("home", "/"),
  screen("writing news", "/", "home:newsWrite"),
  screen("pinning a chain", "/", "home:pin"),
  screen("inbox", "/inbox"),
  screen("chains", "/o/{org}/chains"),
  screen("a new chain", "/o/{org}/chains?new=blank"),
  screen("a chain from a file", "/o/{org}/chains?new=import"),
  screen("canvas", "/o/{org}/chains/hello"),
  screen("a script node's drawer", "/o/{org}/chains/hello?node=greet"),
  screen("a branch's drawer", "/o/{org}/chains/hello?node=check"),
  screen("a task's drawer", "/o/{org}/chains/ask?node=pack"),
  screen("an approval's drawer", "/o/{org}/chains/ask?node=agree"),
  screen("the chain that a node runs", "/o/{org}/chains/ask?node=greet&called=greet"),
  screen("publishing", "/o/{org}/chains/hello?publish=new"),
  screen("versions", "/o/{org}/chains/hello?tab=versions"),
  screen("two versions", "/o/{org}/chains/hello?tab=versions&version=2&compare=1"),
  screen("runs of a chain", "/o/{org}/chains/hello?tab=runs"),
  screen("a chain's triggers", "/o/{org}/chains/hello?tab=triggers"),
  screen("a webhook", "/o/{org}/chains/hello?tab=triggers&new=webhook"),
  screen("a schedule", "/o/{org}/chains/hello?tab=triggers&new=schedule"),
  screen("a chain's settings", "/o/{org}/chains/hello?tab=settings"),
  screen("runs", "/o/{org}/runs"),
  screen("a run that failed", "/o/{org}/runs/{failed}"),
  screen("a run that succeeded", "/o/{org}/runs/{succeeded}?node=greet"),
  screen("a run that waits", "/o/{org}/runs/{waiting}"),
  screen("a run that is kept no longer", "/o/{org}/runs/01K0000000000000000000000A"),
  screen("a run's timeline", "/o/{org}/runs/{succeeded}?view=timeline"),
  screen("releases", "/o/{org}/releases"),
  screen("a new release", "/o/{org}/releases?new=1"),
  screen("a release's record", "/o/{org}/releases/{release}?tab=record"),
  screen("a release's review", "/o/{org}/releases/{release}?tab=review"),
  screen("a release's rehearsal", "/o/{org}/releases/{release}?tab=rehearsal"),
  screen("a release's comments", "/o/{org}/releases/{release}?tab=comments"),
  screen("templates", "/o/{org}/templates"),
  screen("triggers", "/o/{org}/triggers"),
  screen("held chains", "/o/{org}/triggers?tab=holds"),
  screen("working days", "/o/{org}/triggers?tab=calendars"),
  screen("new working days", "/o/{org}/triggers?tab=calendars", "triggers:days.create"),
  screen("scripts", "/o/{org}/scripts"),
  screen("a new script", "/o/{org}/scripts?new=1"),
  screen("a script", "/o/{org}/scripts/pack"),
  screen("trying a script", "/o/{org}/scripts/pack?try=1"),
  screen("a script's versions", "/o/{org}/scripts/pack?tab=versions"),
  screen("a script's uses", "/o/{org}/scripts/pack?tab=uses"),
  screen("environments", "/o/{org}/environments"),
  screen("a new environment", "/o/{org}/environments?new=1"),
  screen("an environment", "/o/{org}/environments/shell"),
  screen("retiring an environment", "/o/{org}/environments/shell", "environments:deprecate.open"),
  screen("engines", "/o/{org}/engines"),
  screen("a new engine", "/o/{org}/engines?new=1"),
  screen("an engine", "/o/{org}/engines/builtin"),
  screen("secrets", "/o/{org}/secrets"),
  screen("a new secret", "/o/{org}/secrets?new=1"),
  screen("switches", "/o/{org}/switches"),
  screen("a new switch", "/o/{org}/switches?new=1"),
  screen("a switch", "/o/{org}/switches?switch=stock-mode"),
  screen("members", "/o/{org}/members"),
  screen("a new member", "/o/{org}/members", "orgs:invite"),
  screen("groups", "/o/{org}/members?tab=groups"),
  screen("a new group", "/o/{org}/members?tab=groups", "orgs:groupNew"),
  screen("roles", "/o/{org}/members?tab=roles"),
  screen("a new role", "/o/{org}/members?tab=roles", "orgs:roleNew"),
  screen("grants", "/o/{org}/members?tab=grants"),
  screen("a new grant", "/o/{org}/members?tab=grants", "orgs:grant"),
  screen("service accounts", "/o/{org}/members?tab=accounts"),
  screen("a new service account", "/o/{org}/members?tab=accounts", "orgs:accountNew"),
  screen("shares", "/o/{org}/members?tab=shares"),
  screen("limits", "/o/{org}/members?tab=limits"),
  screen("an org's settings", "/o/{org}/members?tab=settings"),
  screen("channels", "/o/{org}/members?tab=channels"),
  screen("news of an org", "/o/{org}/members?tab=news"),
  screen("who may do what", "/o/{org}/members?tab=explain"),
  screen("audit", "/o/{org}/audit"),
  screen("system", "/system"),
  screen("settings", "/me"),
  screen("security", "/me?tab=security"),
  screen("deputies", "/me?tab=deputy"),
  screen("sessions", "/me?tab=sessions"),
  screen("tokens", "/me?tab=tokens"),
  screen("an address of nothing", "/o/{org}/chains/nothing-of-the-kind"),
];

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

const ask = {
  nodes: [
    { id: "agree", name: "Agree", kind: "approval", approval: { title: "Agree?", by: [{ role: "owner" }] } },
    { id: "pack", name: "Pack", kind: "work", task: { script: "pack", environment: "shell" } },
    { id: "greet", name: "Greet", kind: "chain", chain: { key: "hello" } },
  ],
  edges: [
    { from: "agree", to: "pack" },
    { from: "pack", to: "greet" },
  ],
};

/** Makes something for each screen to show, and gives the ids of what is in the addresses. */
export async function furnish(person: Person): Promise<Record<string, string>> {
  await taskParts(person, "echo ok\n");
  await person.ask("POST", "/secrets", { key: "artefact-token", value: "not so secret" });
  await person.ask("POST", "/switches", {
    key: "stock-mode",
    name: "Stock mode",
    type: "enum",
    options: ["old", "both", "new"],
    value: "old",
  });
  await person.ask("POST", "/calendars", { key: "office", name: "Office", weekdays: [1, 2, 3, 4, 5] });
  await person.ask("POST", "/news", {
    title: "Freeze 1–7 October 封版",
    text: "Nothing is **released**:\n\n- no chain\n- no switch",
  });
  await person.chain("hello", "Say hello 问候", hello);
  await person.version("hello", "Say hello 问候", { ...hello, description: "Greets somebody again." });
  await person.chain("ask", "Ask", ask, false);
  const failed = await person.run("hello", { name: "nobody" });
  const succeeded = await person.run("hello", { name: "Ada" });
  await person.ask("PUT", "/chains/hello/hold", { reason: "nobody is there" });
  const waiting = await person.run("hello", { name: "Grace" }, false);
  const release = (await person.ask("POST", "/releases", {
    name: "Greet everybody",
    phases: [{ name: "Greet", chain: { key: "hello" }, input: { name: "Ada" } }],
  })) as { id: string };
  return { org: person.org, failed, succeeded, waiting, release: release.id };
}

/** Opens a screen, and waits until all of it is there. */
export async function open(page: Page, server: string, ids: Record<string, string>, s: Screen, t: Texts) {
  await page.goto(server + s.at.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? ""));
  await expect(page.getByRole("heading", { level: 1 }), s.name).toBeVisible();
  await expect(page.locator(".mantine-Skeleton-root"), s.name).toHaveCount(0);
  if (!s.press && !/[?&](new|publish)=/.test(s.at)) return;
  if (s.press)
    await page
      .getByRole("button", { name: t(s.press), exact: true })
      .first()
      .click();
  await expect(page.getByRole("dialog"), s.name).toBeVisible();
}

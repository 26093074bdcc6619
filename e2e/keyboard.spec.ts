import type { Locator, Page } from "@playwright/test";
import { Canvas } from "./canvas.ts";
import { findings, type Person } from "./designer.ts";
import { expect, journeys, look, test } from "./people.ts";
import { type Texts, texts } from "./texts.ts";

const hello = {
  input: { type: "object", properties: { name: { type: "string", title: "Name" } } },
  nodes: [
    { id: "greet", name: "Greet", kind: "script", script: { body: "return {text: 'Hello ' + input.name}" } },
    { id: "check", name: "Known?", kind: "branch" },
    { id: "refuse", name: "Refuse", kind: "fail", fail: { message: "unknown" } },
  ],
  edges: [
    { from: "greet", to: "check" },
    { from: "check", to: "refuse", when: "input.name === 'nobody'" },
  ],
};
const purchase = {
  nodes: [
    {
      id: "agree",
      name: "Agree",
      kind: "approval",
      approval: { title: "Purchase 5531", by: [{ role: "owner" }] },
    },
    { id: "done", name: "Done", kind: "script", script: { body: "return {}" } },
  ],
  edges: [{ from: "agree", to: "done" }],
};

/** What a template that comes with the server is called. */
const hi = { en: "Hello", "zh-CN": "你好" };

/** One of each thing that a screen shows. What the owner is to decide is another's. */
async function world(owner: Person, director: Person): Promise<Omit<Made, "template">> {
  await owner.chain("hello", "Say hello", hello);
  await owner.ask("POST", "/scripts", {
    key: "check",
    name: "Check",
    language: "shell",
    source: "echo ok\n",
  });
  await owner.ask("POST", "/secrets", { key: "artefact-token", value: "not so secret" });
  await owner.ask("POST", "/switches", {
    key: "mode",
    name: "Mode",
    type: "enum",
    options: ["a"],
    value: "a",
  });
  await owner.ask("POST", "/groups", { key: "ops", name: "Operations" });
  await owner.ask("POST", "/accounts", { key: "ci", name: "CI" });
  const source = { kind: "docker", reference: "python:3.11-slim" };
  await owner.ask("POST", "/environments", { key: "python", name: "Python", entry: ["python"], source });
  const schedule = { cron: "0 2 * * *" };
  await owner.ask("POST", "/triggers", { key: "nightly", name: "Nightly", chain: "hello", schedule });
  const phases = [{ name: "Greet", chain: { key: "hello" }, input: { name: "Ada" } }];
  const release = (await owner.ask("POST", "/releases", { name: "Greet everybody", phases })) as {
    id: string;
  };
  await director.chain("purchase", "Purchase", purchase);
  await director.ask("POST", "/chains/purchase/runs", {});
  const todos = async () =>
    (await (await owner.request.get(`${owner.server.url}/api/v1/me/inbox`)).json()).items as {
      source: string;
      org_id: string;
      source_id: string;
    }[];
  await expect.poll(async () => (await todos()).length).toBe(1);
  const [todo] = await todos();
  return {
    todo: [todo?.source, todo?.org_id, todo?.source_id].join("~"),
    run: await owner.run("hello", { name: "nobody" }),
    release: release.id,
  };
}

type Made = Record<"todo" | "run" | "release" | "template", string>;

/** What opens a dialog or a drawer: a button or a row, and what is then chosen in its menu. */
type Way = [opener: string | RegExp, ...items: string[]];

/** All screens, and the ways from each to what opens over it. */
const screens = (t: Texts, { todo, run, release, template }: Made): [string, Way[]][] => [
  ["/", []],
  ["/inbox", []],
  [`/inbox/${todo}`, [[t("inbox:moreActs"), `${t("inbox:pass.transfer.act")}…`]]],
  [
    "/o/{org}/chains",
    [
      [t("chains:deleted.open")],
      [t("chains:create"), t("chains:blank")],
      [t("chains:create"), t("chains:import.open")],
      [t("chains:actsOf", { name: "Say hello" }), t("shared:delete")],
    ],
  ],
  ["/o/{org}/chains/hello", [[t("canvas:start.act")], [t("canvas:draft.more"), t("canvas:saves.item")]]],
  ["/o/{org}/chains/hello?tab=versions", []],
  ["/o/{org}/chains/hello?tab=runs", []],
  ["/o/{org}/chains/hello?tab=triggers", [[t("triggers:create"), t("triggers:kind.webhook")], [/Nightly/]]],
  ["/o/{org}/chains/hello?tab=settings", [[t("canvas:settings.delete")]]],
  ["/o/{org}/runs", []],
  [`/o/{org}/runs/${run}`, [[t("runs:ask.undo.act")]]],
  [`/o/{org}/runs/${run}?view=timeline`, []],
  ["/o/{org}/releases", [[t("releases:create")]]],
  [
    `/o/{org}/releases/${release}`,
    [
      [t("releases:moreActs"), `${t("releases:editPlan")}…`],
      [t("releases:moreActs"), `${t("shared:delete")}…`],
    ],
  ],
  [`/o/{org}/releases/${release}?tab=record`, []],
  [`/o/{org}/releases/${release}?tab=rehearsal`, []],
  [`/o/{org}/releases/${release}?tab=comments`, []],
  ["/o/{org}/templates", [[t("chain-templates:useThis", { title: template })]]],
  ["/o/{org}/triggers", [[t("triggers:create"), t("triggers:kind.schedule")]]],
  ["/o/{org}/scripts", [[t("scripts:deleted.open")], [t("scripts:create")]]],
  ["/o/{org}/scripts/check", [[t("scripts:rename")], [t("shared:delete")]]],
  ["/o/{org}/environments", [[t("environments:registry.open")], [t("environments:create")]]],
  ["/o/{org}/environments/python", [[t("shared:edit")], [t("shared:delete")]]],
  ["/o/{org}/engines", [[t("engines:create")]]],
  ["/o/{org}/engines/builtin", []],
  ["/o/{org}/secrets", [[t("secrets:create")], [/artefact-token/]]],
  ["/o/{org}/switches", [[t("switches:create")], [/Mode/]]],
  [
    "/o/{org}/members",
    [
      [t("orgs:create")],
      [t("orgs:more", { org: "acme" }), t("orgs:rename")],
      [t("orgs:more", { org: "acme" }), t("orgs:deleted")],
      [t("orgs:invite")],
      [t("orgs:actsOf", { name: "Director" }), t("orgs:act.sessions")],
    ],
  ],
  ["/o/{org}/members?tab=groups", [[t("orgs:groupNew")], [/Operations/]]],
  ["/o/{org}/members?tab=accounts", [[t("orgs:accountNew")], [/CI/]]],
  ["/o/{org}/members?tab=roles", [[t("orgs:roleNew")]]],
  ["/o/{org}/members?tab=grants", [[t("orgs:grant")], [t("orgs:withdraw")]]],
  ["/o/{org}/members?tab=shares", []],
  ["/o/{org}/members?tab=limits", []],
  ["/o/{org}/members?tab=explain", []],
  ["/o/{org}/audit", [[t("audit:verify")], [/environment:created/]]],
  ["/system", []],
  ["/me", []],
  ["/me?tab=security", [[t("settings:enrol")]]],
  ["/me?tab=deputy", []],
  ["/me?tab=tokens", [[t("shared:token.new")]]],
];

/** What is worked with the arrows: to have come by one of it is enough. */
const together = "[role=tablist], [role=radiogroup], [role=listbox], [role=tree], .react-flow";
const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** What is there now, each by its id: what comes while one goes through them shifts none. */
async function each(all: Locator): Promise<Locator[]> {
  const ids = await all.evaluateAll((found) => found.map((e) => e.id));
  return ids.map((id) => all.page().locator(`[id="${id}"]`));
}

/** A page and what lies over it, worked without a mouse. */
class Keyboard {
  readonly menu: Locator;
  readonly dialog: Locator;
  private readonly menus = new Set<string>();

  constructor(
    readonly page: Page,
    /** Whether all is come by with Tab: its order is the same in each language and theme. */
    private readonly goesRound: boolean,
  ) {
    this.menu = page.getByRole("menu");
    this.dialog = page.locator("[aria-modal=true]");
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Goes to an address without loading the page anew, and waits until what was there before is gone. */
  async goes(address: string): Promise<void> {
    await this.page.evaluate((to) => {
      const elsewhere = new URL(to, location.href).pathname !== location.pathname;
      if (elsewhere) document.querySelector("h1")?.setAttribute("data-left", "");
      history.pushState({}, "", to);
    }, address);
    await expect(this.page.locator("h1[data-left]")).toHaveCount(0);
  }

  /** Everything that can be clicked in a part of the page is come by with Tab. */
  async reaches(part: Locator): Promise<void> {
    if (this.goesRound) await expect.poll(() => this.passedBy(part)).toEqual([]);
  }

  /** Goes round with Tab and says what was never come by. */
  private async passedBy(part: Locator): Promise<string[]> {
    const count = await part.evaluate((root, stops) => {
      const all = window as unknown as { passed?: Set<EventTarget | null> };
      if (!all.passed) {
        const passed = new Set<EventTarget | null>();
        all.passed = passed;
        document.addEventListener("focusin", (e) => passed.add(e.target));
      }
      all.passed.add(document.activeElement);
      return root.querySelectorAll(stops).length;
    }, stops);
    for (let i = 0; i < count; i++) await this.press("Tab");
    return await part.evaluate(
      (root, [stops, together]) => {
        const { passed } = window as unknown as { passed: Set<Element> };
        const within = (e: Element | null) => e !== null && [...passed].some((p) => e.contains(p));
        return [...root.querySelectorAll(stops)]
          .filter((e) => e.checkVisibility() && !e.matches(":disabled") && !e.closest("[aria-hidden=true]"))
          .filter((e) => !passed.has(e) && !within(e.closest(e.matches("tr") ? "tbody" : together)))
          .map((e) => e.outerHTML.slice(0, 200));
      },
      [stops, together] as const,
    );
  }

  /** What lies on top has the focus, and axe finds nothing in what lies over the page. */
  async sound(top: Locator): Promise<void> {
    await expect.poll(() => top.evaluate((e) => e.contains(document.activeElement))).toBe(true);
    await expect.poll(() => findings(this.page, "#layers")).toEqual([]);
  }

  /** Escape closes what lies on top, and what opened it has the focus again. */
  async leaves(top: Locator, opener: Locator): Promise<void> {
    await this.press("Escape");
    await expect(top).toHaveCount(0);
    await expect(opener).toBeFocused();
  }

  /** Opens what a way leads to, goes round in it, opens its choices, and leaves. */
  async visits([name, ...items]: Way): Promise<void> {
    const main = this.page.locator("main");
    const opener =
      typeof name === "string"
        ? main.getByRole("button", { name, exact: true }).first()
        : main.getByRole("row", { name }).first();
    await opener.focus();
    await this.press("Enter");
    for (const item of items) {
      const chosen = this.menu.getByRole("menuitem", { name: item, exact: true });
      await expect(this.menu.getByRole("menuitem").first()).toBeFocused();
      const has = () => chosen.evaluate((e) => e === document.activeElement);
      for (let i = 0; i < 12 && !(await has()); i++) await this.press("ArrowDown");
      await this.press("Enter");
    }
    await expect(this.dialog).toBeVisible();
    await this.sound(this.dialog);
    await this.reaches(this.dialog);
    for (const field of await each(this.dialog.locator("input[aria-haspopup=listbox]:enabled")))
      await this.chooses(field);
    await this.leaves(this.dialog, opener);
  }

  /** Opens each menu of the page that was not seen before, and all choices of its fields. */
  async visitsMenus(): Promise<void> {
    for (const opener of await each(this.page.locator("button[aria-haspopup=menu]:enabled:visible"))) {
      const name = await opener.evaluate((e) => e.ariaLabel ?? e.textContent ?? "");
      if (this.menus.has(name)) continue;
      this.menus.add(name);
      await opener.focus();
      await this.press("Enter");
      await this.sound(this.menu);
      await this.leaves(this.menu, opener);
    }
    for (const field of await each(this.page.locator("main input[aria-haspopup=listbox]:enabled")))
      await this.chooses(field);
  }

  /** Opens the choices of a field. Escape closes them and nothing else. */
  private async chooses(field: Locator): Promise<void> {
    await field.focus();
    await this.press("ArrowDown");
    const list = this.page.locator(`#${await field.getAttribute("aria-controls")}`);
    if (await list.getByRole("option").count()) await this.sound(field);
    await this.press("Escape");
    await expect(list).toBeHidden();
    await expect(field).toBeFocused();
  }
}

for (const [language, scheme] of journeys) {
  test(`every screen and all that opens over it is worked by keyboard: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    test.setTimeout(420_000);
    owner.page.setDefaultTimeout(30_000);
    const t = texts(language);
    const { page } = owner;
    const hands = new Keyboard(page, language === "en");
    const director = await colleague({ name: "Director", role: "admin", by: owner, language, scheme });
    const made = await world(owner, director);
    await look(page, language, scheme);
    await owner.go("/");

    await test.step("from place to place, round the regions, and to what is found by typing", async () => {
      const place = (name: string) =>
        page.getByRole("link", { name: new RegExp(`^${t(`app:place.${name}`)}`) }).first();
      await expect(place("chains")).toBeVisible();
      for (const [key, name] of [
        ["c", "chains"],
        ["r", "runs"],
        ["h", "home"],
      ] as const) {
        await hands.press("g", key);
        await expect(place(name)).toHaveAttribute("aria-current", "page");
      }
      const regions: string[] = [];
      for (let i = 0; i < 4; i++) {
        await hands.press("F6");
        regions.push(await page.evaluate(() => document.activeElement?.tagName ?? ""));
      }
      expect(regions.sort()).toEqual(["FOOTER", "HEADER", "MAIN", "NAV"]);
      await place("home").focus();
      for (const key of ["?", "Control+k"]) {
        await hands.press(key);
        await expect(hands.dialog).toBeVisible();
        await hands.sound(hands.dialog);
        await hands.leaves(hands.dialog, place("home"));
      }
      const orgs = page.getByRole("button", { name: t("app:pickOrg") });
      await orgs.focus();
      await hands.press("Enter");
      const tree = page.getByRole("dialog");
      await hands.sound(tree);
      await hands.leaves(tree, orgs);
    });

    for (const [address, ways] of screens(t, { ...made, template: hi[language] })) {
      await test.step(address, async () => {
        await hands.goes(address.replace("{org}", owner.org));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
        await hands.reaches(page.locator("body"));
        await hands.visitsMenus();
        for (const way of ways) await hands.visits(way);
      });
    }

    await test.step("over a chain, only what lies on top closes", async () => {
      const drawer = new Canvas(page, t).drawer("Greet");
      const edits = page.getByRole("button", { name: t("canvas:draft.youEdit"), exact: true });
      await owner.go("/o/{org}/chains/hello?node=greet");
      await expect(drawer).toBeVisible();
      await page.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).focus();
      await hands.press("Enter");
      await expect(edits).toBeFocused();
      await hands.reaches(page.locator("body"));
      await edits.focus();
      await hands.press("Control+k");
      await expect(hands.dialog).toBeVisible();
      await hands.leaves(hands.dialog, edits);
      await hands.press("Enter");
      await hands.sound(hands.menu);
      await hands.press("n");
      await expect(hands.dialog).toHaveCount(0);
      await hands.leaves(hands.menu, edits);
      await expect(drawer).toBeVisible();
      await hands.press("F6");
      await expect(drawer).toBeFocused();
      await hands.press("Escape");
      await expect(drawer).toHaveCount(0);
    });
  });
}

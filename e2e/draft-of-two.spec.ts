import type { Page } from "@playwright/test";
import { accessible, Canvas, pattern } from "./canvas.ts";
import { type Colleague, expect, journeys, look, test } from "./people.ts";
import { type Texts, texts } from "./texts.ts";

const steps = {
  nodes: [
    { id: "read", name: "Read", kind: "script", script: { body: "return input" } },
    { id: "risk", name: "Assess", kind: "script", script: { body: "return 1" } },
    { id: "pay", name: "Pay", kind: "script", script: { body: "return 1" } },
  ],
  edges: [
    { from: "read", to: "risk" },
    { from: "risk", to: "pay" },
  ],
};

/** The names of the draft's nodes as the server has them. */
async function names(of: { ask: Colleague["ask"] }): Promise<string[]> {
  const draft = (await of.ask("GET", "/chains/pay/draft", undefined, { Accept: "application/json" })) as {
    nodes: { name: string }[];
  };
  return draft.nodes.map((n) => n.name);
}

/** Renames a node in its drawer. */
async function rename(canvas: Canvas, from: string, to: string): Promise<void> {
  await canvas.card(from).dblclick();
  await canvas.drawer(from).getByLabel(canvas.t("canvas:drawer.name"), { exact: true }).fill(to);
  await expect(canvas.card(to)).toBeVisible();
  await canvas.page.keyboard.press("Escape");
  await expect(canvas.drawer(to)).toHaveCount(0);
}

async function edit(page: Page, t: Texts): Promise<void> {
  await page.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).click();
  await expect(page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
}

/** Takes the draft over from whoever edits it. */
async function takeOver(page: Page, t: Texts, from: string): Promise<void> {
  const control = page.getByRole("button", { name: pattern(t, "canvas:draft.othersEdit", "name", "at") });
  const choice = page.getByRole("menuitem", { name: t("canvas:draft.takeOver") });
  const dialog = page.getByRole("dialog", { name: t("canvas:draft.takeOverFrom", { name: from }) });
  // While the page's head still comes, a menu that hangs on it may move under the pointer.
  await expect(async () => {
    if (!(await choice.isVisible())) await control.click({ timeout: 5_000 });
    await choice.click({ timeout: 5_000 });
    await expect(dialog).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await accessible(page);
  await dialog.getByRole("button", { name: t("canvas:draft.takeOver") }).click();
  await expect(page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
}

for (const [language, scheme] of journeys) {
  test(`two people edit one draft, and nothing of either is lost: ${language}, ${scheme}`, async ({
    person,
    colleague,
  }) => {
    const t = texts(language);
    const { page } = person;
    await person.chain("pay", "Pay suppliers", steps, false);
    await look(page, language, scheme);
    const bea = await colleague({ name: "Bea", role: "designer", by: person, language, scheme });
    const me = ((await (await page.request.get(`${person.server.url}/api/v1/me`)).json()) as { name: string })
      .name;
    const [mine, theirs] = [new Canvas(page, t), new Canvas(bea.page, t)];

    await test.step("the second sees who edits, and what they save", async () => {
      await person.go("/o/{org}/chains/pay");
      await edit(page, t);
      await bea.go("/o/{org}/chains/pay");
      await expect(
        bea.page.getByRole("button", { name: pattern(t, "canvas:draft.othersEdit", "name", "at") }),
      ).toContainText(me);
      await rename(mine, "Pay", "Pay out");
      await mine.saved();
      await expect(theirs.card("Pay out")).toBeVisible();
      await accessible(page);
      await accessible(bea.page);
    });

    await test.step("the second asks, and the draft goes to and fro", async () => {
      const others = pattern(t, "canvas:draft.othersEdit", "name", "at");
      await bea.page.getByRole("button", { name: others }).click();
      await bea.page.getByRole("menuitem", { name: t("canvas:ask.act") }).click();
      await expect(bea.page.getByText(pattern(t, "canvas:ask.youAsked", "name", "at")).first()).toBeVisible();
      // The renewal of the lease tells it.
      const handOver = page.getByRole("button", { name: t("canvas:ask.handOver"), exact: true });
      await expect(handOver).toBeVisible({ timeout: 30_000 });
      await accessible(page);
      await accessible(bea.page);
      await handOver.click();
      await expect(bea.page.getByText(t("canvas:ask.handedOver"))).toBeVisible();
      await expect(page.getByRole("button", { name: others })).toContainText("Bea");
      await bea.page
        .getByRole("button", { name: t("canvas:draft.edit"), exact: true })
        .first()
        .click();
      await bea.page.getByRole("button", { name: t("canvas:draft.youEdit") }).click();
      await bea.page.getByRole("menuitem", { name: t("canvas:draft.end") }).click();
      await edit(page, t);
      await expect(bea.page.getByRole("button", { name: others })).toContainText(me);
    });

    await test.step("both change it while the first is cut off", async () => {
      await page.context().setOffline(true);
      await rename(mine, "Read", "Read it");
      await rename(mine, "Assess", "Assess the risk");
      await takeOver(bea.page, t, me);
      await rename(theirs, "Assess", "Judge");
      await rename(theirs, "Pay out", "Pay at once");
      await theirs.saved();
      await bea.page.getByRole("button", { name: t("canvas:draft.youEdit") }).click();
      await bea.page.getByRole("menuitem", { name: t("canvas:draft.end") }).click();
      await expect(bea.page.getByRole("button", { name: t("canvas:draft.edit"), exact: true })).toBeVisible();
      expect(await names(bea)).toEqual(["Read", "Judge", "Pay at once"]);
    });

    await test.step("the first is back: what does not touch comes together, the rest is asked", async () => {
      const stale = page.waitForResponse((r) => r.request().method() === "PUT" && r.status() === 412);
      await page.context().setOffline(false);
      await stale;
      await page.getByRole("button", { name: t("canvas:draft.merge") }).click();
      const dialog = page.getByRole("dialog", { name: t("canvas:merge.title") });
      await expect(dialog.getByText("Assess the risk")).toHaveCount(2);
      await expect(dialog.getByText("Judge")).toBeVisible();
      await accessible(page);
      await dialog.getByRole("radio", { name: t("canvas:merge.mine") }).check();
      await dialog.getByRole("button", { name: t("canvas:merge.use") }).click();
      await expect.poll(() => names(person)).toEqual(["Read it", "Assess the risk", "Pay at once"]);
    });

    await test.step("a new look has both", async () => {
      for (const canvas of [mine, theirs]) {
        await canvas.page.reload();
        for (const name of ["Read it", "Assess the risk", "Pay at once"])
          await expect(canvas.card(name)).toBeVisible();
      }
      await accessible(page);
    });
  });

  test(`work that was not sent when another took over is taken up again: ${language}, ${scheme}`, async ({
    person,
    colleague,
  }) => {
    const t = texts(language);
    const { page } = person;
    await person.chain("pay", "Pay suppliers", steps, false);
    await look(page, language, scheme);
    const bea = await colleague({ name: "Bea", role: "designer", by: person, language, scheme });
    const me = ((await (await page.request.get(`${person.server.url}/api/v1/me`)).json()) as { name: string })
      .name;
    const [mine, theirs] = [new Canvas(page, t), new Canvas(bea.page, t)];

    await test.step("another takes over while something is unsent", async () => {
      await person.go("/o/{org}/chains/pay");
      await edit(page, t);
      await page.route("**/chains/pay/draft", (route) => route.abort());
      await rename(mine, "Read", "Read it");
      await expect(page.getByText(t("canvas:draft.unsent", { count: 1 })).first()).toBeVisible();
      await bea.go("/o/{org}/chains/pay");
      await takeOver(bea.page, t, me);
      await rename(theirs, "Pay", "Pay out");
      await theirs.saved();
      await page.unroute("**/chains/pay/draft");
      await expect(page.getByText(t("canvas:draft.lostTo", { name: "Bea" }))).toBeVisible();
      await expect(mine.card("Pay out")).toBeVisible();
      await accessible(page);
    });

    await test.step("they take over in turn, and take up what was left", async () => {
      await takeOver(page, t, "Bea");
      await page.getByRole("button", { name: t("canvas:draft.takeUp") }).click();
      await expect(mine.card("Read it")).toBeVisible();
      await expect.poll(() => names(person)).toEqual(["Read it", "Assess", "Pay out"]);
      await expect(page.getByRole("button", { name: t("canvas:draft.takeUp") })).toHaveCount(0);
      await accessible(page);
    });
  });
}

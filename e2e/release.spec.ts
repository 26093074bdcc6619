import type { Locator, Page } from "@playwright/test";
import { accessible, pattern } from "./canvas.ts";
import { expect, fits, journeys, look, phone, sendNow, test, tookBack } from "./people.ts";
import { type Texts, texts } from "./texts.ts";

const script = (id: string, name: string, body: string) => ({ id, name, kind: "script", script: { body } });
const two = { edges: [{ from: "first", to: "second" }] };

const prepare = {
  input: { type: "object", properties: { sku: { type: "string", title: "SKU" } } },
  nodes: [script("first", "Count", "return {count: 3}"), script("second", "Label", "return input")],
  ...two,
};
// What nobody but who may set switches publishes.
const over = {
  nodes: [
    { id: "first", name: "Let it settle", kind: "wait", wait: { for: "5s" } },
    {
      id: "second",
      name: "Switch the mode",
      kind: "switch",
      switch: { set: { switch: "stock-mode", value: "new", reason: "the release" } },
    },
  ],
  ...two,
};
const back = {
  nodes: [
    {
      id: "first",
      name: "Restore the mode",
      kind: "switch",
      switch: { set: { switch: "stock-mode", value: "old", reason: "rolled back" } },
    },
    script("second", "Tell the shop", "return {}"),
  ],
  ...two,
};
const ready = {
  nodes: [script("first", "Ask the shop", "return {}"), script("second", "Orders", "return {open: 4}")],
  ...two,
};

/** A phase of the release that is shown. */
const phaseOf = (page: Page, t: Texts, name: string): Locator =>
  page
    .getByRole("region", { name: t("releases:phases") })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name }) });

// Three people, as the rules want it: nobody approves what they drew up.
for (const [language, scheme] of journeys) {
  test(`a release is drawn up, reviewed, approved on a phone, executed, watched and rolled back: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    test.setTimeout(420_000);
    const t = texts(language);
    const join = { by: owner, language, scheme };
    const requester = await colleague({ ...join, name: "Requester", role: "designer" });
    const approver = await colleague({ ...join, name: "Approver", role: "approver", viewport: phone });
    const operator = await colleague({ ...join, name: "Operator", role: "operator" });
    await look(owner.page, language, scheme);
    await owner.ask("POST", "/switches", {
      key: "stock-mode",
      name: "Stock mode",
      type: "enum",
      options: ["old", "new"],
      value: "old",
    });
    await requester.chain("prepare", "Prepare stock", prepare);
    await requester.chain("ready", "Ready", ready);
    await owner.chain("over", "Switch over", over);
    await owner.chain("back", "Switch back", back);
    const state = (state: string) => t(`shared:state.${state}`);
    const value = async () => ((await owner.ask("GET", "/switches/stock-mode")) as { value: string }).value;

    await test.step("the requester draws it up and submits it", async () => {
      const { page } = requester;
      await requester.go("/o/{org}/releases");
      await expect(page.getByText(t("releases:empty"))).toBeVisible();
      await accessible(page);
      await page
        .getByRole("button", { name: t("releases:create") })
        .first()
        .click();
      const dialog = page.getByRole("dialog", { name: t("releases:create") });
      await dialog
        .getByRole("textbox", { name: t("releases:name"), exact: true })
        .first()
        .fill("Stock release 31");
      const choose = async (within: Locator, label: string, chain: string) => {
        await within.getByRole("combobox", { name: label, exact: true }).click();
        await page.getByRole("option", { name: chain }).click();
      };
      const first = dialog.getByRole("group", { name: t("releases:phaseNumber", { number: 1 }) });
      await first.getByRole("textbox", { name: t("releases:phaseName") }).fill("Prepare");
      await choose(first, t("releases:chain"), "Prepare stock (prepare)");
      await first.getByRole("textbox", { name: "SKU" }).fill("A-1");
      await dialog.getByRole("button", { name: t("releases:addPhase") }).click();
      const second = dialog.getByRole("group", { name: t("releases:phaseNumber", { number: 2 }) });
      await second.getByRole("textbox", { name: t("releases:phaseName") }).fill("Switch over");
      for (const gate of ["check", "approval"]) {
        await second.getByRole("button", { name: t("releases:addGate") }).click();
        await page.getByRole("menuitem", { name: t(`releases:gateKind.${gate}`) }).click();
      }
      await choose(second, t("releases:gateKind.check"), "Ready (ready)");
      await second.getByRole("textbox", { name: t("releases:when") }).fill("nodes.check.output.open < 10");
      await choose(second, t("releases:chain"), "Switch over (over)");
      await second.getByText(t("releases:byChain"), { exact: true }).click();
      await choose(second, t("releases:rollbackChain"), "Switch back (back)");
      await accessible(page);
      await dialog.getByRole("button", { name: t("shared:create") }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Stock release 31" })).toBeVisible();
      await expect(phaseOf(page, t, "1 · Prepare").getByText("Label")).toBeVisible();
      await accessible(page);
      await page.getByRole("button", { name: t("releases:submit") }).click();
      await expect(page.getByText(state("in_review")).first()).toBeVisible();
    });
    const address = new URL(requester.page.url()).pathname;

    await test.step("the approver finds it on a phone, reviews it and says something", async () => {
      const { page } = approver;
      await approver.go("/inbox");
      await page.getByRole("link", { name: /Stock release 31/ }).click();
      await expect(page.getByRole("heading", { name: "Stock release 31" })).toBeVisible();
      const brief = page.getByRole("region", { name: t("inbox:release.title") });
      await expect(brief.getByText("2 · Switch over")).toBeVisible();
      await expect(brief.getByText(t("inbox:release.first")).first()).toBeVisible();
      await accessible(page);
      await fits(page);
      await brief.getByRole("link").click();
      await expect(page.getByText(t("releases:neverReleased")).first()).toBeVisible();
      await accessible(page);
      await fits(page);
      await requester.page.getByRole("tab", { name: t("releases:tab.comments") }).click();
      await expect(requester.page.getByText(t("releases:noComments"))).toBeVisible();
      await page.getByRole("tab", { name: t("releases:tab.comments") }).click();
      await page.getByRole("textbox", { name: t("releases:comment") }).fill("Looks right to me.");
      await page.getByRole("button", { name: t("releases:say"), exact: true }).click();
      await expect(page.getByText("Looks right to me.")).toBeVisible();
      await accessible(page);
      await fits(page);
      await expect(requester.page.getByText("Looks right to me.")).toBeVisible();
    });

    await test.step("it is approved there", async () => {
      const { page } = approver;
      await page.getByRole("link", { name: t("releases:toApproval") }).click();
      await page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      if (await tookBack(page, t))
        await page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await accessible(page);
      await sendNow(page, t);
      await expect(
        page.getByRole("status").getByText(t("inbox:state.approved"), { exact: true }),
      ).toBeVisible();
      await accessible(page);
      await fits(page);
      await expect(requester.page.getByText(state("approved")).first()).toBeVisible();
    });

    await test.step("the operator executes it and watches", async () => {
      const { page } = operator;
      await operator.go(address);
      await expect(page.getByRole("button", { name: t("releases:sealed") })).toBeVisible();
      await page.getByRole("button", { name: t("releases:execute") }).click();
      await accessible(page);
      await page
        .getByRole("dialog")
        .getByRole("button", { name: t("releases:execute") })
        .click();
      await expect(phaseOf(page, t, "1 · Prepare")).toHaveAttribute("data-state", "succeeded");
      await expect(phaseOf(page, t, "2 · Switch over")).toHaveAttribute("data-state", "waiting");
      for (const gate of ["passed", "waiting"])
        await expect(
          phaseOf(page, t, "2 · Switch over")
            .getByText(t(`releases:gateState.${gate}`), { exact: true })
            .last(), // in Chinese the phase says the same
        ).toBeVisible();
      await accessible(page);
    });

    await test.step("the gate comes to the phone by itself, and opens", async () => {
      const { page } = approver;
      await page.getByRole("button", { name: t("inbox:back") }).click();
      await page.getByRole("link", { name: /Stock release 31: Switch over/ }).click();
      await expect(page.getByText(t("inbox:release.here"))).toBeVisible();
      const { page: seen } = operator;
      // It runs for a few seconds, which may be over when the phone is done.
      const runs = expect(phaseOf(seen, t, "2 · Switch over")).toHaveAttribute("data-state", "running");
      await page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await sendNow(page, t);
      await expect(
        page.getByRole("status").getByText(t("inbox:state.approved"), { exact: true }),
      ).toBeVisible();
      await runs;
      await expect(phaseOf(seen, t, "2 · Switch over")).toHaveAttribute("data-state", "succeeded");
      await expect(seen.getByRole("list", { name: t("releases:tab.record") })).toContainText(
        t("releases:milestone.finished"),
      );
      expect(await value()).toBe("new");
      await accessible(seen);
    });

    await test.step("the operator rolls it back", async () => {
      const { page } = operator;
      const phase = phaseOf(page, t, "2 · Switch over");
      await phase.getByRole("button", { name: t("releases:rollBack"), exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: t("releases:reason") }).fill("The numbers are wrong");
      await accessible(page);
      await dialog.getByRole("button", { name: t("releases:rollBackAct") }).click();
      await expect(phase).toHaveAttribute("data-state", "rolled_back");
      await expect(phase.getByText("The numbers are wrong")).toBeVisible();
      await expect(page.getByText(state("rolled_back")).first()).toBeVisible();
      expect(await value()).toBe("old");
      await accessible(page);
    });

    await test.step("the audit shows it and verifies", async () => {
      const { page } = owner;
      const { items } = (await owner.ask("GET", "/audit?limit=200")) as { items: { action: string }[] };
      const actions = items.map((i) => i.action);
      for (const action of [
        "release:review_requested",
        "release:commented",
        "release:approved",
        "release:executed",
        "release:rollback_requested",
        "release:rolled_back",
      ])
        expect(actions).toContain(action);
      await owner.go("/o/{org}/audit");
      await page.getByRole("button", { name: t("audit:verify") }).click();
      await expect(page.getByText(pattern(t, "audit:intact", "from", "to"))).toBeVisible();
      await accessible(page);
    });
  });
}

import { accessible } from "./canvas.ts";
import { Person } from "./designer.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

const asking = {
  nodes: [
    { id: "ask", name: "Ask", kind: "approval", approval: { by: [{ role: "approver" }] } },
    { id: "stop", name: "Stop the orders", kind: "hold", hold: { hold: { chain: "orders" } } },
  ],
  edges: [{ from: "ask", to: "stop" }],
};
const small = {
  nodes: [
    { id: "a", kind: "wait", wait: { for: "1s" } },
    { id: "b", kind: "wait", wait: { for: "1s" } },
  ],
  edges: [{ from: "a", to: "b" }],
};

for (const [language, scheme] of journeys) {
  test(`a chain and a release are saved as templates and made again: ${language}, ${scheme}`, async ({
    person,
  }) => {
    test.setTimeout(180_000);
    const { page } = person;
    const t = texts(language);
    await look(page, language, scheme);
    await person.chain("orders", "Orders", small);
    await person.chain("asking", "Asking", asking, false);

    await test.step("save a chain", async () => {
      await person.go("/o/{org}/chains");
      await page.getByRole("button", { name: t("chains:actsOf", { name: "Asking" }) }).click();
      await page.getByRole("menuitem", { name: t("chain-templates:saveItem") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:saveTitle", { name: "Asking" }) });
      const people = t("chain-templates:people", { key: "approver" });
      await expect(dialog.getByRole("checkbox", { name: people })).toBeChecked();
      await dialog
        .getByRole("textbox", { name: t("chain-templates:calledOf", { thing: people }) })
        .fill("deciders");
      await dialog.getByRole("checkbox", { name: t("chain-templates:chain", { key: "orders" }) }).uncheck();
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:saveAct") }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("look at it", async () => {
      await person.go("/o/{org}/templates");
      const looks = t("chain-templates:lookTitle", { title: "Asking" });
      const button = page.getByRole("button", { name: looks });
      await button.click();
      const dialog = page.getByRole("dialog", { name: looks });
      await expect(dialog.getByText("Stop the orders")).toBeVisible();
      await accessible(page);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(button).toBeFocused();
    });

    await test.step("use it", async () => {
      await person.go("/o/{org}/templates");
      const card = page.getByRole("region", { name: "Asking", exact: true });
      await expect(card.getByText(t("chain-templates:people", { key: "deciders" }))).toBeVisible();
      await expect(card.getByText(t("chain-templates:chain", { key: "orders" }))).toBeHidden();
      await card.getByRole("button", { name: t("chain-templates:useThis", { title: "Asking" }) }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:useTitle", { title: "Asking" }) });
      // All that is asked for is here: nothing stands in the way.
      await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Asking again");
      await dialog.getByRole("textbox", { name: t("shared:field.key"), exact: true }).fill("again");
      await dialog.getByRole("button", { name: t("chain-templates:present", { count: 1 }) }).click();
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:useAct") }).click();
      await expect(page).toHaveURL(/\/chains\/again/);
      await expect(page.getByText("Stop the orders").first()).toBeVisible();
    });

    const drawn = (await person.ask("POST", "/releases", {
      name: "Train 1",
      phases: [{ name: "Only", chain: { key: "orders" }, input: { version: "1.0" } }],
    })) as { id: string };

    await test.step("save a release", async () => {
      await person.go(`/o/{org}/releases/${drawn.id}`);
      await page.getByRole("button", { name: t("releases:moreActs") }).click();
      await page.getByRole("menuitem", { name: t("chain-templates:saveItem") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:saveTitle", { name: "Train 1" }) });
      await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Train");
      await dialog.getByRole("textbox", { name: t("shared:field.key"), exact: true }).fill("train");
      await dialog.getByRole("button", { name: t("chain-templates:saveAct") }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("draw up another", async () => {
      await person.go("/o/{org}/templates");
      await page.getByRole("button", { name: t("chain-templates:drawThis", { title: "Train" }) }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:drawTitle", { title: "Train" }) });
      await dialog.getByRole("textbox", { name: t("chain-templates:releaseName") }).fill("Train 2");
      await dialog.getByRole("textbox", { name: "version" }).fill("2.0");
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:drawAct") }).click();
      await expect(page).toHaveURL(/\/releases\/\w{26}/);
      await expect(page.getByRole("heading", { level: 1, name: "Train 2" })).toBeVisible();
    });

    await test.step("edit a template: what it is for, and what it is made from", async () => {
      await person.go("/o/{org}/templates");
      const card = page.getByRole("region", { name: "Asking", exact: true });
      await card.getByRole("button", { name: t("chain-templates:actsOf", { name: "Asking" }) }).click();
      await page.getByRole("menuitem", { name: t("shared:edit") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:editTitle", { name: "Asking" }) });
      await dialog.getByRole("textbox", { name: t("chain-templates:description") }).fill("Two waits");
      await dialog.getByRole("combobox", { name: t("chain-templates:source") }).click();
      await page.getByRole("option", { name: "Orders (orders)" }).click();
      await dialog.getByRole("combobox", { name: t("chain-templates:version") }).click();
      await page.getByRole("option", { name: "v1", exact: true }).click();
      await expect(dialog.getByText(t("chain-templates:asksNothing"))).toBeVisible();
      await accessible(page);
      await dialog.getByRole("button", { name: t("shared:save") }).click();
      await expect(dialog).toBeHidden();
      await expect(card.getByText("Two waits")).toBeVisible();
      await expect(card.getByText(t("chain-templates:needsNothing"))).toBeVisible();
    });

    await test.step("delete a template: what was made of it stays", async () => {
      await person.go("/o/{org}/templates");
      await page.getByRole("button", { name: t("chain-templates:actsOf", { name: "Asking" }) }).click();
      await page.getByRole("menuitem", { name: t("shared:delete") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:deleteTitle", { name: "Asking" }) });
      await dialog.getByLabel(t("shared:reason")).fill("Nobody takes it");
      await dialog.getByLabel(t("shared:typeToConfirm", { name: "asking" })).fill("asking");
      await dialog.getByRole("button", { name: t("shared:delete") }).click();
      await expect(page.getByRole("region", { name: "Asking", exact: true })).toBeHidden();
      await person.ask("GET", "/chains/again");
    });
  });

  // The org admin shares a template with one of two orgs; there it is used, in the other it is not seen.
  test(`a template is shared with an org below and used there: ${language}, ${scheme}`, async ({
    person: admin,
    colleague,
  }) => {
    const t = texts(language);
    const { page, server } = admin;
    await look(page, language, scheme);
    const below = async (key: string, name: string) => {
      const made = await page.request.post(`${server.url}/api/v1/orgs`, {
        data: { parent_id: admin.org, key, name },
        headers: { Origin: server.url },
      });
      const org = ((await made.json()) as { id: string }).id;
      return await colleague({
        name: `Designer-${key}`,
        role: "designer",
        by: new Person(page, server, org),
        language,
        scheme,
      });
    };
    const shop = await below("shop", "Shop");
    const retail = await below("retail", "Retail");
    await admin.chain("orders", "Orders", small);
    await admin.ask("POST", "/templates", { key: "two", name: "Two waits", from: { chain: "orders" } });

    await test.step("share it", async () => {
      await admin.go("/o/{org}/templates");
      await page.getByRole("button", { name: t("chain-templates:actsOf", { name: "Two waits" }) }).click();
      await page.getByRole("menuitem", { name: t("shared:share.act") }).click();
      const dialog = page.getByRole("dialog", { name: t("shared:share.title", { name: "Two waits" }) });
      await dialog.getByRole("treeitem", { name: "Shop" }).click();
      await accessible(page);
      await dialog.getByRole("button", { name: t("shared:share.act"), exact: true }).click();
      await expect(page.getByText(t("shared:share.done", { org: "Shop", name: "Two waits" }))).toBeVisible();
      await expect(dialog).toBeHidden();
    });

    await test.step("find it in the org below, and use it", async () => {
      await shop.go("/o/{org}/templates");
      const card = shop.page.getByRole("region", { name: "Two waits", exact: true });
      await expect(card.getByText(t("chain-templates:fromAbove"))).toBeVisible();
      await expect(
        card.getByRole("button", { name: t("chain-templates:actsOf", { name: "Two waits" }) }),
      ).toBeHidden();
      await card.getByRole("button", { name: t("chain-templates:useThis", { title: "Two waits" }) }).click();
      const dialog = shop.page.getByRole("dialog", {
        name: t("chain-templates:useTitle", { title: "Two waits" }),
      });
      await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Waiting");
      await dialog.getByRole("textbox", { name: t("shared:field.key"), exact: true }).fill("waiting");
      await accessible(shop.page);
      await dialog.getByRole("button", { name: t("chain-templates:useAct") }).click();
      await expect(shop.page).toHaveURL(/\/chains\/waiting/);
      await shop.ask("GET", "/chains/waiting");
    });

    await test.step("in the org beside it there is no such template", async () => {
      await retail.go("/o/{org}/templates");
      await expect(
        retail.page.getByRole("button", { name: new RegExp(`^${t("chain-templates:use")}`) }).first(),
      ).toBeVisible();
      await expect(retail.page.getByRole("region", { name: "Two waits", exact: true })).toBeHidden();
      const asked = await retail.request.get(`${server.url}/api/v1/orgs/${retail.org}/templates/two`);
      expect(asked.status()).toBe(404);
    });
  });
}

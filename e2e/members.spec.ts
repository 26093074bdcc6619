import type { Page } from "@playwright/test";
import { accessible, literal, reach } from "./canvas.ts";
import { expect, journeys, look, password, test } from "./people.ts";
import { texts } from "./texts.ts";

const two = {
  nodes: [
    { id: "a", name: "First", kind: "script", script: { body: "return 1" } },
    { id: "b", name: "Second", kind: "script", script: { body: "return 2" } },
  ],
  edges: [{ from: "a", to: "b" }],
};

/** Chooses from the list that opens under the field of that name. */
async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

for (const [language, scheme] of journeys) {
  test(`a member is invited, given a role, and understood; an org is moved: ${language}, ${scheme}`, async ({
    person,
    browser,
  }) => {
    const t = texts(language);
    const { page, server } = person;
    await look(page, language, scheme);
    const org = async (parent: string, key: string, name: string) =>
      (
        (await (
          await page.request.post(`${server.url}/api/v1/orgs`, {
            data: { parent_id: parent, key, name },
            headers: { Origin: server.url },
          })
        ).json()) as { id: string }
      ).id;
    const shop = await org(person.org, "shop", "Shop");
    const retail = await org(person.org, "retail", "Retail");
    const stock = await org(shop, "stock", "Stock");
    const may = (permission: string) => t(`shared:permission.${permission.replace(":", "_")}`);
    const owner = (await (await page.request.get(`${server.url}/api/v1/me`)).json()) as { name: string };
    const lacks = (permission: string) =>
      t("shared:needed.ask", {
        what: t("shared:needed.in", { permission: may(permission), org: "acme" }),
        names: owner.name,
      });

    const link = await test.step("the admin invites", async () => {
      await person.go("/o/{org}/members");
      await page.getByRole("button", { name: t("orgs:invite") }).click();
      const dialog = page.getByRole("dialog", { name: t("orgs:inviteTitle", { org: "acme" }) });
      await dialog.getByLabel(t("orgs:name")).fill("Lin");
      await dialog.getByLabel(t("orgs:email")).fill("lin@example.org");
      await dialog.getByRole("button", { name: t("orgs:invite") }).click();
      await expect(dialog.getByText(t("orgs:inviteLink", { name: "Lin" }))).toBeVisible();
      await accessible(page);
      const address = await dialog.locator("pre").innerText();
      await dialog
        .getByRole("button", { name: t("shared:close") })
        .last()
        .click();
      await expect(page.getByRole("row", { name: /Lin/ })).toContainText(t("orgs:memberState.invited"));
      return address;
    });

    const lin = await (await browser.newContext()).newPage();
    await look(lin, language, scheme);
    await test.step("the member comes in", async () => {
      await lin.goto(link);
      await accessible(lin);
      await lin.getByLabel(t("auth:password"), { exact: true }).fill(password);
      await lin.getByRole("button", { name: t("auth:inviteAccept") }).click();
      await expect(
        lin.getByRole("heading", { name: t("auth:inviteDone", { tenant: "acme" }) }),
      ).toBeVisible();
      await lin.getByRole("link", { name: t("auth:signIn") }).click();
      await lin.getByLabel(t("auth:email")).fill("lin@example.org");
      await lin.getByLabel(t("auth:password"), { exact: true }).fill(password);
      await lin.getByRole("button", { name: t("auth:signIn") }).click();
      await expect(lin.getByRole("button", { name: t("app:account", { name: "Lin" }) })).toBeVisible();
      await accessible(lin);
    });

    await test.step("the admin gives a role", async () => {
      await page.getByRole("tab", { name: t("orgs:tab.grants") }).click();
      await page.getByRole("button", { name: t("orgs:grant") }).click();
      const dialog = page.getByRole("dialog", { name: t("orgs:grantTitle", { org: "acme" }) });
      await pick(page, t("orgs:who"), "Lin (lin@example.org)");
      await pick(page, t("orgs:role"), t("shared:role.viewer"));
      await expect(dialog.getByRole("region", { name: t("orgs:movePreview") })).toContainText(
        may("chain:view"),
      );
      await accessible(page);
      await dialog.getByRole("button", { name: t("orgs:grant") }).click();
      await expect(page.getByRole("row", { name: /Lin/ })).toContainText(t("shared:role.viewer"));
      await accessible(page);
    });

    await test.step("a viewer sees what they may not do, and why", async () => {
      await person.chain("count", "Count stock", two);
      await lin.goto(`${server.url}/o/${person.org}/chains/count`);
      for (const [button, permission] of [
        [t("canvas:draft.edit"), "chain:edit"],
        [t("canvas:start.act"), "run:start"],
        [t("canvas:publish.act"), "chain:publish"],
      ] as const) {
        const shown = lin.getByRole("button", { name: button, exact: true });
        await expect(shown, button).toBeDisabled();
        await shown.hover({ force: true });
        await expect(lin.getByRole("tooltip", { name: lacks(permission) }), button).toBeVisible();
      }
      await accessible(lin);
      // The reason is there by keyboard too.
      await lin.goto(`${server.url}/o/${person.org}/triggers`);
      const create = lin.getByRole("button", { name: t("triggers:create") }).first();
      await expect(create).toBeDisabled();
      await reach(lin, create.locator(".."));
      await expect(lin.getByRole("tooltip", { name: lacks("trigger:write") })).toBeVisible();
      await accessible(lin);
    });

    await test.step("what Lin sees and may do is looked at, and leads to why", async () => {
      await page.getByRole("tab", { name: t("orgs:tab.members") }).click();
      await page.getByRole("button", { name: t("orgs:actsOf", { name: "Lin" }) }).click();
      await page.getByRole("menuitem", { name: t("orgs:viewAs.open") }).click();
      const seen = page.getByRole("dialog", { name: t("orgs:viewAs.title", { name: "Lin", org: "acme" }) });
      await expect(seen.getByText(t("shared:role.viewer"))).toBeVisible();
      await expect(seen.getByRole("region", { name: t("orgs:viewAs.rail") })).toContainText(
        t("app:place.chains"),
      );
      await accessible(page);
      await seen
        .getByRole("link", { name: t("orgs:viewAs.why", { what: may("chain:view") }), exact: true })
        .click();
      await expect(page.getByText(t("orgs:allowedTitle", { org: "acme" }))).toBeVisible();
      await person.go("/o/{org}/members");
    });

    await test.step("why may Lin do that, and why not this", async () => {
      await page.getByRole("tab", { name: t("orgs:tab.explain") }).click();
      await pick(page, t("orgs:who"), "Lin (lin@example.org)");
      await pick(page, t("orgs:permission"), may("chain:edit"));
      await expect(page.getByText(t("orgs:refusedTitle", { org: "acme" }))).toBeVisible();
      await expect(page.getByText(t("orgs:grantors"))).toBeVisible();
      await accessible(page);
      await pick(page, t("orgs:permission"), may("chain:view"));
      await expect(page.getByText(t("orgs:allowedTitle", { org: "acme" }))).toBeVisible();
      await expect(page.getByText(t("orgs:lineAllow", { role: t("shared:role.viewer") }))).toBeVisible();
      await accessible(page);
    });

    await test.step("an org is moved, after it was seen who gains by it", async () => {
      const { items } = (await person.ask("GET", "/members")) as { items: { id: string; name: string }[] };
      const id = items.find((m) => m.name === "Lin")?.id;
      const granted = await page.request.post(`${server.url}/api/v1/orgs/${retail}/grants`, {
        data: { subject_id: id, role_id: "designer" },
        headers: { Origin: server.url },
      });
      expect(granted.status()).toBe(201);
      const made = await page.request.post(`${server.url}/api/v1/orgs/${stock}/chains`, {
        data: { format: "catenary/v1", kind: "Chain", key: "pack", name: "Pack", ...two },
        headers: { Origin: server.url },
      });
      expect(made.status()).toBe(201);
      await lin.goto(`${server.url}/o/${stock}/chains/pack`);
      await expect(lin.getByRole("button", { name: t("canvas:draft.edit"), exact: true })).toBeDisabled();

      await page.goto(`${server.url}/o/${stock}/members`);
      await page.getByRole("button", { name: t("orgs:more", { org: "Stock" }) }).click();
      await page.getByRole("menuitem", { name: t("orgs:move") }).click();
      const dialog = page.getByRole("dialog", { name: t("orgs:moveTitle", { org: "Stock" }) });
      await dialog.getByRole("treeitem", { name: "Retail" }).click();
      await expect(dialog.getByText(t("orgs:moveSays", { org: "Stock", target: "Retail" }))).toBeVisible();
      const preview = dialog.getByRole("region", { name: t("orgs:movePreview") });
      await expect(preview.getByText(t("orgs:inOrg", { subject: "Lin", org: "Stock" }))).toBeVisible();
      await expect(preview.getByText(new RegExp(literal(may("chain:edit"))))).toBeVisible();
      await accessible(page);
      await dialog.getByRole("button", { name: t("orgs:moveAct"), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole("treeitem", { name: "Stock" })).toHaveAttribute("aria-level", "3");
      await accessible(page);

      await lin.reload();
      await lin.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).click();
      await expect(lin.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
    });
    await lin.context().close();
  });
}

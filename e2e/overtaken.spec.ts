import { accessible } from "./canvas.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

for (const [language, scheme] of journeys) {
  test(`what others changed is seen before it is saved over: ${language}, ${scheme}`, async ({
    person: owner,
  }) => {
    const { page } = owner;
    const t = texts(language);
    await look(page, language, scheme);
    await owner.ask("POST", "/scripts", { key: "pack", name: "Pack", language: "shell", source: "true\n" });
    await owner.go("/o/{org}/scripts/pack");
    await page.getByRole("button", { name: t("scripts:rename"), exact: true }).click();
    const form = page.getByRole("dialog", { name: t("scripts:rename") });
    const name = form.getByLabel(t("shared:field.name"));
    await name.fill("Pack it");
    await owner.ask("PATCH", "/scripts/pack", { name: "Pack all" }, { "If-Match": '"1"' });

    await form.getByRole("button", { name: t("shared:save"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: t("shared:overtaken.title") });
    const field = dialog.getByRole("group", { name: t("shared:field.name") });
    await expect(field).toContainText("Pack all");
    await expect(field).toContainText("Pack it");
    await accessible(page);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(name).toHaveValue("Pack it");

    await form.getByRole("button", { name: t("shared:save"), exact: true }).click();
    await dialog.getByRole("button", { name: t("shared:overtaken.save") }).click();
    await expect(form).toBeHidden();
    await expect(page.getByRole("heading", { name: "Pack it" })).toBeVisible();
  });
}

import { accessible } from "./canvas.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

for (const [language, scheme] of journeys) {
  test(`the working days of an org are said, changed and deleted: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    const dialog = page.getByRole("dialog");
    const row = page.getByRole("row", { name: "Office" });
    await person.go("/o/{org}/triggers?tab=calendars");
    await expect(page.getByText(t("triggers:days.none"))).toBeVisible();
    await accessible(page);
    await page.getByRole("button", { name: t("triggers:days.create") }).click();
    await dialog.getByRole("textbox", { name: t("shared:field.name") }).fill("Office");
    await dialog.getByRole("textbox", { name: t("triggers:days.off") }).fill("2026-10-01\n1 October");
    await dialog.getByRole("button", { name: t("shared:create") }).click();
    await expect(dialog.getByRole("textbox", { name: t("triggers:days.off") })).toHaveAttribute(
      "aria-invalid",
      "true",
    );
    await accessible(page);
    await dialog.getByRole("textbox", { name: t("triggers:days.off") }).fill("2026-10-01\n2026-10-02");
    await dialog.getByRole("button", { name: t("shared:create") }).click();
    await expect(row).toContainText("2");
    await row.getByRole("button", { name: t("triggers:days.editOne", { name: "Office" }) }).click();
    await dialog.getByRole("textbox", { name: t("triggers:days.worked") }).fill("2026-10-10");
    await dialog.getByRole("button", { name: t("shared:save"), exact: true }).click();
    await expect(dialog).toHaveCount(0);
    const { items } = (await person.ask("GET", "/calendars")) as { items: object[] };
    expect(items).toMatchObject([
      {
        key: "office",
        weekdays: [1, 2, 3, 4, 5],
        days_off: ["2026-10-01", "2026-10-02"],
        workdays: ["2026-10-10"],
      },
    ]);
    await row.getByRole("button", { name: t("triggers:days.deleteOne", { name: "Office" }) }).click();
    await dialog.getByLabel(t("shared:reason")).fill("Closed");
    await dialog.getByLabel(t("shared:typeToConfirm", { name: "office" })).fill("office");
    await dialog.getByRole("button", { name: t("triggers:days.deleteAct") }).click();
    await expect(page.getByText(t("triggers:days.none"))).toBeVisible();
  });
}

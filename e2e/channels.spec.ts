import { accessible } from "./canvas.ts";
import { expect, type Language, look, type Scheme, test } from "./designer.ts";
import { texts } from "./texts.ts";

const journeys: [Language, Scheme][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];

for (const [language, scheme] of journeys) {
  test(`a channel is set, tested and turned off: ${language}, ${scheme}`, async ({ person }) => {
    const { page } = person;
    const t = texts(language);
    const kind = t("orgs:channel.of.wecom");
    await look(page, language, scheme);
    await person.ask("POST", "/secrets", { key: "team-robot", value: "https://127.0.0.1:1/robot" });
    await person.go("/o/{org}/members?tab=channels");
    const row = page.getByRole("row", { name: kind });
    await expect(row.getByText(t("orgs:channel.isOff"))).toBeVisible();

    await page.getByRole("button", { name: t("orgs:channel.setOf", { kind }) }).click();
    const dialog = page.getByRole("dialog", { name: t("orgs:channel.setTitle", { kind }) });
    await dialog.getByRole("combobox", { name: t("orgs:channel.address") }).click();
    await page.getByRole("option", { name: "team-robot" }).click();
    await accessible(page);
    await dialog.getByRole("button", { name: t("orgs:channel.save") }).click();
    await expect(row.getByText("team-robot")).toBeVisible();

    // Nothing of this machine is written to; the row says why, and the secret stays one.
    await page.getByRole("button", { name: t("orgs:channel.testOf", { kind }) }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await expect(page.getByText("127.0.0.1")).toHaveCount(0);
    await accessible(page);

    await page.getByRole("button", { name: t("orgs:channel.offOf", { kind }) }).click();
    const sure = page.getByRole("dialog", { name: t("orgs:channel.offTitle", { kind }) });
    await sure.getByLabel(t("shared:reason")).fill("Another channel is used");
    await sure.getByRole("button", { name: t("orgs:channel.off") }).click();
    await expect(row.getByText(t("orgs:channel.isOff"))).toBeVisible();
  });
}

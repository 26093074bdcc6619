import { accessible } from "./canvas.ts";
import { approverOnPhone, expect, fits, journeys, look, sendNow, test } from "./people.ts";
import { texts } from "./texts.ts";

for (const [language, scheme] of journeys) {
  const t = texts(language);

  // Who wants a change asks for it; somebody else approves it on a phone; then it is set.
  test(`a change of a switch is asked for and approved: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    const approver = await approverOnPhone(colleague, { by: owner, language, scheme });
    await look(owner.page, language, scheme);
    await owner.ask("POST", "/switches", {
      key: "stock-mode",
      name: "Stock mode",
      type: "enum",
      options: ["old", "new"],
      value: "old",
    });
    const drawer = owner.page.getByRole("dialog", { name: t("switches:one", { key: "stock-mode" }) });
    const requests = drawer.getByRole("list", { name: t("switches:requests") });
    const { page } = approver;

    await test.step("a rule is made", async () => {
      await owner.go("/o/{org}/switches?switch=stock-mode");
      await drawer.getByRole("checkbox", { name: t("switches:needsApproval") }).check();
      await expect(drawer.getByRole("combobox", { name: t("switches:approvers") })).toHaveValue(
        t("shared:asked.role.approver"),
      );
      await accessible(owner.page);
      await drawer.getByRole("button", { name: t("shared:save") }).click();
      await expect(drawer.getByRole("button", { name: t("switches:ask") })).toHaveCount(1);
    });

    await test.step("a change is asked for, and the value stays", async () => {
      await drawer.getByRole("combobox", { name: t("switches:newValue") }).click();
      await owner.page.getByRole("option", { name: "new" }).click();
      await drawer.getByRole("textbox", { name: t("switches:reason") }).fill("the new stock is ready");
      await drawer.getByRole("button", { name: t("switches:ask") }).click();
      await expect(requests.getByText(t("switches:requestState.waiting"))).toBeVisible();
      await accessible(owner.page);
    });

    await test.step("who asked for it does not approve it", async () => {
      await requests.getByRole("link", { name: t("switches:openRequest") }).click();
      await expect(owner.page.getByText(t("inbox:whyNot.author"))).toBeVisible();
      await owner.page.goBack();
    });

    await test.step("the approver sees from what to what, and approves", async () => {
      await approver.go("/inbox");
      await page.getByRole("link", { name: /Stock mode/ }).click();
      const brief = page.getByRole("region", { name: t("inbox:switch.title") });
      await expect(brief.getByText("the new stock is ready")).toBeVisible();
      await expect(brief.getByRole("code")).toHaveText(["old", "new"]);
      await accessible(page);
      await fits(page);
      await page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await sendNow(page, t);
      await expect(
        page.getByRole("status").getByText(t("inbox:state.approved"), { exact: true }),
      ).toBeVisible();
    });

    await test.step("it is set, and who asked for it sees that", async () => {
      await owner.go("/o/{org}/switches?switch=stock-mode");
      await expect(requests.getByText(t("switches:requestState.approved"))).toBeVisible();
      await expect(
        drawer.getByRole("list", { name: t("switches:history") }).getByText("the new stock is ready"),
      ).toBeVisible();
      await accessible(owner.page);
    });
  });
}

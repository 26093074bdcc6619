import { accessible, pattern } from "./canvas.ts";
import { approverOnPhone, expect, fits, journeys, look, sendNow, test, tookBack } from "./people.ts";
import { texts } from "./texts.ts";

const purchase = {
  input: { type: "object", properties: { amount: { type: "number", title: "Amount" } } },
  nodes: [
    {
      id: "agree",
      name: "Agree to the purchase",
      kind: "approval",
      approval: { title: "Purchase 5531", by: [{ role: "approver" }] },
    },
    {
      id: "address",
      name: "Delivery address",
      kind: "form",
      form: {
        schema: {
          type: "object",
          properties: { city: { type: "string", title: "City" } },
          required: ["city"],
        },
        by: [{ role: "operator" }],
      },
    },
  ],
  edges: [{ from: "agree", to: "address" }],
};

/** A chain that asks for one approval. */
const asking = (title: string, by: object[]) => ({
  nodes: [
    { id: "agree", name: "Agree", kind: "approval", approval: { title, by } },
    { id: "done", name: "Done", kind: "script", script: { body: "return nodes.agree.output" } },
  ],
  edges: [{ from: "agree", to: "done" }],
});

for (const [language, scheme] of journeys) {
  const t = texts(language);

  // On a screen as small as a phone's: what waits is decided and filled in, and the run goes on.
  test(`an approval is decided and a form filled in on a phone: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    // An operator fills in forms.
    const approver = await approverOnPhone(colleague, { by: owner, language, scheme }, "operator");
    await look(owner.page, language, scheme);
    await owner.chain("purchase", "Purchase", purchase);
    const { page } = approver;
    await approver.go("/inbox");
    await expect(page.getByText(t("inbox:empty.waiting"))).toBeVisible();
    await accessible(page);
    await fits(page);

    const run = (await owner.ask("POST", "/chains/purchase/runs", { input: { amount: 48000 } })) as {
      id: string;
    };
    await test.step("the run says who is asked", async () => {
      await owner.go(`/o/{org}/runs/${run.id}?node=agree`);
      await expect(owner.page.getByText(t("runs:asked.who", { who: "Approver" }))).toBeVisible();
      await accessible(owner.page);
    });

    await test.step("it comes by itself, and is decided", async () => {
      await page.getByRole("link", { name: /Purchase 5531/ }).click();
      await expect(page.getByRole("heading", { name: "Purchase 5531" })).toBeVisible();
      await expect(page.getByText(t("inbox:levelState.now", { yes: 0, of: 1 }))).toBeVisible();
      await accessible(page);
      await fits(page);
      await page.keyboard.press("y");
      if (await tookBack(page, t))
        await page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await sendNow(page, t);
      await expect(
        page.getByRole("status").getByText(t("inbox:state.approved"), { exact: true }),
      ).toBeVisible();
    });

    await test.step("who asked for it sees who decided", async () => {
      await owner.go("/inbox?box=mine");
      await owner.page.getByRole("link", { name: /Purchase 5531/ }).click();
      await expect(owner.page.getByRole("status").getByText(/Approver/)).toBeVisible();
      await accessible(owner.page);
    });

    await test.step("the form keeps what is typed until it is sent", async () => {
      await page.getByRole("button", { name: t("inbox:back") }).click();
      await page.getByRole("link", { name: /address/ }).click();
      await page.getByRole("textbox", { name: "City" }).fill("Ghent");
      await expect(page.getByText(pattern(t, "todos:form.kept", "at"))).toBeVisible();
      await accessible(page);
      await fits(page);
      await page.reload();
      await expect(page.getByRole("textbox", { name: "City" })).toHaveValue("Ghent");
      await page.getByRole("button", { name: t("todos:form.send") }).click();
      await expect(page.getByText(t("inbox:form.filled"))).toBeVisible();
      await accessible(page);
    });

    await owner.go(`/o/{org}/runs/${run.id}`);
    await expect(owner.page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();
  });

  test(`approvals are sent back, passed on, decided together, for another, and meanwhile: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    const join = { role: "approver", by: owner, language, scheme };
    const approver = await colleague({ ...join, name: "Approver" });
    const second = await colleague({ ...join, name: "Second" });
    await look(owner.page, language, scheme);
    const start = (key: string) => owner.ask("POST", `/chains/${key}/runs`, {});
    await owner.chain("travel", "Travel", asking("Travel", [{ role: "approver" }]));
    await owner.chain("own", "Own", asking("For the approver", [{ member: approver.email }]));
    const { page } = approver;
    const rail = page.getByRole("navigation", { name: t("app:places") });
    const history = page.getByRole("region", { name: t("inbox:history") });
    await approver.go("/inbox");
    await expect(page.getByText(t("inbox:empty.waiting"))).toBeVisible();

    await test.step("what comes is counted at once", async () => {
      await start("travel");
      await expect(rail.getByText(t("app:waiting", { count: 1 }))).toBeAttached();
      await start("own");
      await expect(rail.getByText(t("app:waiting", { count: 2 }))).toBeAttached();
    });

    await test.step("one is sent back with a reason", async () => {
      await page.getByRole("link", { name: /For the approver/ }).click();
      await page.getByRole("button", { name: t("inbox:moreActs") }).click();
      await page.getByRole("menuitem", { name: t("inbox:sendBack") }).click();
      await page.getByRole("textbox", { name: t("inbox:reason.send_back") }).fill("Say what for");
      await accessible(page);
      await page.getByRole("button", { name: t("inbox:sendBack"), exact: true }).click();
      await sendNow(page, t);
      await expect(
        page.getByRole("status").getByText(t("inbox:state.sent_back"), { exact: true }),
      ).toBeVisible();
      await expect(history.getByText("Say what for").first()).toBeVisible();
    });

    await test.step("the present level asks one more, and one's place goes to another", async () => {
      await page.getByRole("link", { name: /Travel/ }).click();
      await expect(page.getByText(t("inbox:levelState.now", { yes: 0, of: 1 }))).toBeVisible();
      await page.getByRole("button", { name: t("inbox:moreActs") }).click();
      await page.getByRole("menuitem", { name: t("inbox:pass.transfer.act") }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(t("inbox:pass.to")).fill("nobody@example.org");
      await dialog.getByRole("button", { name: t("inbox:pass.transfer.act") }).click();
      await expect(dialog.getByLabel(t("inbox:pass.to"))).toHaveAttribute("aria-invalid", "true");
      await accessible(page);
      await dialog.getByLabel(t("inbox:pass.to")).fill(second.email);
      await dialog.getByRole("textbox", { name: t("inbox:pass.reason") }).fill("On the road");
      await dialog.getByRole("button", { name: t("inbox:pass.transfer.act") }).click();
      await expect(dialog).toHaveCount(0);
      await expect(history.getByText("On the road")).toBeVisible();
      await expect(
        history.getByText(t("inbox:act.transferred", { who: t("inbox:you"), to: "Second" })),
      ).toBeVisible();
      await expect(page.getByText(t("inbox:whyNot.others"))).toBeVisible();
      await accessible(page);
    });

    await test.step("who was decided meanwhile by another reads who and when", async () => {
      await start("travel");
      await approver.go("/inbox");
      await second.go("/inbox");
      // The one that was passed on, and the new one above it.
      await expect(second.page.getByRole("link", { name: /Travel/ })).toHaveCount(2);
      for (const somebody of [page, second.page]) {
        await somebody
          .getByRole("link", { name: /Travel/ })
          .first()
          .click();
        await expect(somebody.getByRole("button", { name: t("inbox:approve"), exact: true })).toBeVisible();
      }
      await page.getByRole("button", { name: t("inbox:reject"), exact: true }).click();
      await page.getByRole("textbox", { name: t("inbox:reason.reject") }).fill("Too far");
      await second.page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await sendNow(second.page, t);
      await expect(page.getByRole("status").getByText(/Second/)).toBeVisible();
      await accessible(page);
    });

    await test.step("a deputy is named from one day to another", async () => {
      await approver.go("/me?tab=deputy");
      await page.getByRole("combobox", { name: t("settings:deputy.to") }).fill(second.email);
      const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel(t("settings:deputy.until")).fill(day);
      await page.getByRole("button", { name: t("settings:deputy.make") }).click();
      await expect(page.getByRole("row", { name: /Second/ })).toBeVisible();
      await accessible(page);
    });

    await test.step("who decides in another's place", async () => {
      await start("own");
      await second.go("/inbox?box=delegated");
      await second.page.getByRole("link", { name: /For the approver/ }).click();
      await expect(second.page.getByText(t("inbox:standIn", { name: "Approver" }))).toBeVisible();
      await second.page.getByRole("button", { name: t("inbox:approve"), exact: true }).click();
      await sendNow(second.page, t);
      await expect(second.page.getByText(t("inbox:onBehalf", { name: "Approver" })).first()).toBeVisible();
      await accessible(second.page);
    });

    await test.step("several are approved together", async () => {
      await start("travel");
      await start("travel");
      await approver.go("/inbox");
      const boxes = page.getByRole("checkbox", { name: t("inbox:choose", { title: "Travel" }) });
      await expect(boxes).toHaveCount(2);
      for (const box of await boxes.all()) await box.check();
      await accessible(page);
      await page.getByRole("button", { name: t("inbox:approveMany", { count: 2 }) }).click();
      await sendNow(page, t);
      await expect(page.getByText(t("inbox:empty.waiting"))).toBeVisible();
      await expect(rail.getByText(t("app:waiting", { count: 1 }))).toHaveCount(0);
      await accessible(page);
    });
  });
}

import { accessible } from "./canvas.ts";
import { expect, fits, journeys, look, phone, test } from "./people.ts";
import { texts } from "./texts.ts";

const greet = {
  nodes: [
    { id: "greet", name: "Greet", kind: "script", script: { body: "return 'Hello'" } },
    { id: "done", name: "Done", kind: "script", script: { body: "return nodes.greet.output" } },
  ],
  edges: [{ from: "greet", to: "done" }],
};

for (const [language, scheme] of journeys) {
  const t = texts(language);

  // While a chain is held its callers get the ids of runs that wait; released, all of them begin.
  test(`a chain is held, started and released: ${language}, ${scheme}`, async ({ person }) => {
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("hello", "Say hello", greet);
    const card = page.getByRole("region", { name: t("holds:title"), exact: true });
    const dialog = page.getByRole("dialog");
    const runs: string[] = [];

    await test.step("it is held, in order by a place of the input", async () => {
      await person.go("/o/{org}/chains/hello?tab=triggers");
      await expect(card.getByText(t("holds:state.open"), { exact: true })).toBeVisible();
      await accessible(page);
      await card.getByRole("button", { name: t("holds:hold") }).press("Enter");
      const order = dialog.getByRole("textbox", { name: t("holds:orderBy") });
      await order.fill("order/id");
      await dialog.getByRole("button", { name: t("holds:hold") }).click();
      await expect(order, "what is no place is refused at its field").toHaveAttribute("aria-invalid", "true");
      await accessible(page);
      await order.fill("/order/id");
      await dialog.getByRole("textbox", { name: t("holds:reason") }).fill("the stock is counted");
      await dialog.getByRole("button", { name: t("holds:hold") }).click();
      await expect(card.getByText(t("holds:state.held"), { exact: true })).toBeVisible();
      await expect(card.getByText(t("holds:because", { reason: "the stock is counted" }))).toBeVisible();
      await expect(dialog).toHaveCount(0);
    });

    await test.step("those who start it get runs that wait", async () => {
      for (const id of [1, 2, 1]) {
        const answer = await page.request.post(
          `${person.server.url}/api/v1/orgs/${person.org}/chains/hello/runs`,
          { data: { input: { order: { id } } }, headers: { Origin: person.server.url } },
        );
        expect(answer.status()).toBe(202);
        runs.push((await answer.json()).id);
      }
      await expect(card.getByRole("link", { name: t("holds:waits", { count: 3, n: 3 }) })).toBeVisible();
      await accessible(page);
      await page.setViewportSize(phone);
      await fits(page);
      await page.setViewportSize({ width: 1280, height: 720 });
    });

    await test.step("it stands among the held chains of the org", async () => {
      await person.go("/o/{org}/triggers");
      await page.getByRole("tab", { name: t("holds:list") }).click();
      const row = page.getByRole("table", { name: t("holds:list") }).getByRole("row", { name: /Say hello/ });
      await expect(row.getByText(t("holds:state.held"), { exact: true })).toBeVisible();
      await expect(row.getByRole("cell", { name: "3", exact: true })).toBeVisible();
      await accessible(page);
      await row.getByRole("link", { name: "Say hello" }).click();
    });

    await test.step("it is released at a pace, that is stopped, and then at once", async () => {
      await card.getByRole("button", { name: t("holds:release") }).click();
      const pace = dialog.getByRole("textbox", { name: t("holds:perMinute") });
      await pace.fill("1");
      await accessible(page);
      await dialog.getByRole("button", { name: t("holds:release") }).click();
      await expect(card.getByText(t("holds:state.releasing"), { exact: true })).toBeVisible();
      await expect(card.getByText(t("holds:paceIs", { count: 1, n: 1 }), { exact: false })).toBeVisible();
      await accessible(page);
      await card.getByRole("button", { name: t("holds:stop") }).click();
      await expect(card.getByText(t("holds:state.held"), { exact: true })).toBeVisible();
      await card.getByRole("button", { name: t("holds:release") }).click();
      await expect(pace).toHaveValue("");
      await dialog.getByRole("button", { name: t("holds:release") }).click();
      await expect(card.getByText(t("holds:state.open"), { exact: true })).toBeVisible();
    });

    await test.step("all that waited have run", async () => {
      for (const run of runs)
        await expect
          .poll(async () => ((await person.ask("GET", `/runs/${run}`)) as { state: string }).state)
          .toBe("succeeded");
      await person.go("/o/{org}/runs?q=chain:hello");
      await expect(page.getByRole("table").getByText(t("shared:state.succeeded"))).toHaveCount(3);
    });
  });
}

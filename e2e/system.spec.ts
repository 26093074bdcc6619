import { accessible } from "./canvas.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

const hello = {
  nodes: [
    { id: "a", name: "A", kind: "script", script: { body: "return 1" } },
    { id: "b", name: "B", kind: "script", script: { body: "return 2" } },
  ],
  edges: [{ from: "a", to: "b" }],
};

for (const [language, scheme] of journeys) {
  test(`System says how its parts are and what the runs did: ${language}, ${scheme}`, async ({ person }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("hello", "Hello", hello);
    await person.run("hello", {});
    await person.go("/system");
    const part = (name: string) =>
      page.getByRole("table", { name: t("system:parts") }).getByRole("row", { name });
    for (const name of ["database", "registry", "glue", "runs", "audit"])
      await expect(part(t(`system:partName.${name}`))).toContainText(t("system:partState.good"));

    const ended = page.getByRole("region", { name: t("system:chart.ended"), exact: true });
    await ended.getByRole("button", { name: t("system:asTable") }).click();
    const now = ended.getByRole("row").nth(1);
    await expect(now).toContainText("1");
    await expect(ended.getByRole("row")).toHaveCount(61);
    await page.getByText(t("system:lastRange.day")).click();
    await expect(ended.getByRole("row")).toHaveCount(97);
    await accessible(page);
  });

  test(`an address without a screen says so: ${language}, ${scheme}`, async ({ person }) => {
    const t = texts(language);
    const { page, server } = person;
    await look(page, language, scheme);
    const answer = await page.goto(`${server.url}/no/such/screen/at/all`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: t("shared:problem.absent") })).toBeVisible();
    await accessible(page);
    await page.getByRole("link", { name: t("app:home") }).click();
    await expect(page).toHaveURL(`${server.url}/`);
  });
}

import { expect, findings, look, test } from "./designer.ts";
import { journeys } from "./people.ts";
import { furnish, open, screens } from "./screens.ts";
import { test as bare } from "./server.ts";
import { texts } from "./texts.ts";

/** What is found on one screen does not hide what is wrong with the others. */
const soft = expect.configure({ soft: true });

for (const [language, scheme] of journeys) {
  const t = texts(language);

  test(`every screen is there, and axe finds nothing: ${language}, ${scheme}`, async ({ person }) => {
    test.setTimeout(600_000);
    const { page, server } = person;
    const ids = await furnish(person);
    await look(page, language, scheme);
    for (const screen of screens) {
      await open(page, server.url, ids, screen, t);
      // What is still arriving may be found wanting for a moment.
      await soft.poll(() => findings(page), { message: screen.name }).toEqual([]);
    }
  });

  bare(
    `axe finds nothing on what is seen before signing in: ${language}, ${scheme}`,
    async ({ page, server }) => {
      await look(page, language, scheme);
      const sound = async (address: string) => {
        await page.goto(server.url + address);
        await expect(page.getByRole("heading", { level: 1 }), address).toBeVisible();
        await soft.poll(() => findings(page), { message: address }).toEqual([]);
      };
      await sound("/setup");
      const password = "a long enough password";
      const owner = ["--tenant", "acme", "--email", "owner@example.org", "--password-stdin"];
      server.command(["owner", "create", ...owner, "--data", server.data], password);
      for (const address of ["/sign-in", "/invite", "/reset", "/verify"]) await sound(address);
      for (const address of ["/invite#wrong", "/reset#wrong", "/verify#wrong"]) await sound(address);
      // What is refused is said at its place.
      await page.goto(`${server.url}/sign-in`);
      await page.getByLabel(t("auth:email")).fill("owner@example.org");
      await page.getByLabel(t("auth:password"), { exact: true }).fill("not the password at all");
      await page.getByRole("button", { name: t("auth:signIn"), exact: true }).click();
      await expect(page.getByRole("alert")).toBeVisible();
      await soft.poll(() => findings(page)).toEqual([]);
    },
  );
}

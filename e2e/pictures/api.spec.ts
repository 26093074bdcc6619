import { expect, test } from "../server.ts";

test("the API's page", async ({ page, server }) => {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(`${server.url}/api/docs`);
  const chains = page.locator("#operations-tag-chains");
  await expect(chains).toBeVisible();
  await chains.scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector("#operations-tag-chains")?.scrollIntoView());
  await page.screenshot({ path: "docs/pictures/api.png" });
});

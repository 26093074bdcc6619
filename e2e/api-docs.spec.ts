import { expect, test } from "./server.ts";

test("the API's page shows every operation and loads nothing from outside", async ({ page, server }) => {
  const outside: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:"))
      outside.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  page.on("pageerror", (error) => refused.push(error.message));

  await page.goto(`${server.url}/api/docs`);
  await expect(page.getByText("/api/v1/orgs/{org_id}/chains", { exact: true }).first()).toBeVisible();

  const document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
  const operations = Object.values(document.paths as Record<string, object>).flatMap((item) =>
    Object.keys(item).filter((method) => ["get", "put", "post", "patch", "delete"].includes(method)),
  );
  await expect(page.locator(".opblock")).toHaveCount(operations.length);
  expect(outside).toEqual([]);
  expect(refused).toEqual([]);
});

import { accessible } from "./canvas.ts";
import { expect, test } from "./designer.ts";

// What a newcomer does: from a template to a run, and to why one failed.
test("a chain from a template is changed, tested, published and run", async ({ person }) => {
  test.setTimeout(180_000);
  const { page } = person;

  await test.step("take a template", async () => {
    await person.go("/o/{org}/templates");
    await page.getByRole("button", { name: /^Use/ }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Greet people 问候");
    await dialog.getByLabel("Key").fill("greet");
    await dialog.getByRole("button").last().click();
    await expect(page).toHaveURL(/\/chains\/greet/);
    await expect(page.getByRole("heading", { level: 1, name: "Greet people 问候" })).toBeVisible();
  });

  await test.step("change a node", async () => {
    await expect(page.getByText("You edit").first()).toBeVisible();
    await page.locator(".react-flow__node", { hasText: "Formally?" }).dblclick();
    const name = page.getByLabel("Name", { exact: true });
    await expect(name).toHaveValue("Formally?");
    await name.fill("With respect?");
    await expect(page.locator(".react-flow__node", { hasText: "With respect?" })).toBeVisible();
    await expect(page.getByText(/^Saved /)).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("test the draft", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Who" }).fill("Ada");
    await accessible(page);
    await dialog.getByRole("button", { name: "Start the test" }).click();
    await expect(page.getByText("Succeeded").first()).toBeVisible();
  });

  await test.step("publish", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Publish version 1" }).click();
    await expect(dialog.getByText("Version 1 is live")).toBeVisible();
    await accessible(page);
    await page.keyboard.press("Escape");
  });

  await test.step("run", async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Who" }).fill("Ada");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await expect(page).toHaveURL(/\/runs\/\w{26}/);
    await expect(page.locator("[data-state=succeeded]").first()).toBeVisible();
  });
});

test("a run that failed opens where it failed and says why", async ({ person }) => {
  const { page } = person;
  await person.chain("pay", "Pay", {
    nodes: [
      { id: "read", name: "Read the invoice", kind: "script", script: { body: "return input" } },
      {
        id: "risk",
        name: "Assess the risk",
        kind: "script",
        script: { body: "return incoming.read.limits.daily" },
      },
      { id: "pay", name: "Pay", kind: "script", script: { body: "return 1" } },
    ],
    edges: [
      { from: "read", to: "risk" },
      { from: "risk", to: "pay" },
    ],
  });
  const failed = await person.run("pay", { amount: 1 });
  await person.go(`/o/{org}/runs/${failed}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[data-state=failed]").first()).toBeVisible();
  await expect(page.getByText("Assess the risk").first()).toBeVisible();
  await expect(page.getByText(/daily/).first()).toBeVisible();
});

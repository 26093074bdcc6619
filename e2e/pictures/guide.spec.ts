import { Canvas } from "../canvas.ts";
import { expect, look, test } from "../people.ts";
import { texts } from "../texts.ts";

const t = texts("en");
const pay = {
  input: { type: "object", properties: { invoice: { type: "string", title: "Invoice" } } },
  nodes: [
    { id: "read", name: "Read the invoice", kind: "script", script: { body: "return {amount: 48000}" } },
    { id: "rest", name: "Cool-off time", kind: "wait", wait: { for: "3s" } },
    {
      id: "each",
      name: "Check each line",
      kind: "each",
      each: {
        items: [1, 2, 3],
        concurrency: 2,
        graph: {
          nodes: [{ id: "line", name: "Check a line", kind: "wait", wait: { for: "1s" } }],
          edges: [],
        },
      },
    },
    { id: "pay", name: "Pay", kind: "script", script: { body: "return {paid: nodes.read.output.amount}" } },
  ],
  edges: [
    { from: "read", to: "rest" },
    { from: "rest", to: "each" },
    { from: "each", to: "pay" },
  ],
};

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeEach(async ({ page }) => look(page, "en", "light"));

test("two changed the same node", async ({ person, colleague }) => {
  const { page } = person;
  await person.chain("pay", "Pay suppliers", pay, false);
  const bea = await colleague({ name: "Bea", role: "designer", by: person, language: "en", scheme: "light" });
  const canvas = new Canvas(page, t);
  await person.go("/o/{org}/chains/pay");
  await page.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).click();
  await canvas.card("Cool-off time").dblclick();
  const name = canvas.drawer("Cool-off time").getByLabel(t("canvas:drawer.name"), { exact: true });
  await expect(name).toBeEditable();
  await page.context().setOffline(true);
  await name.fill("Wait for objections");
  const path = "/chains/pay/lease";
  const lease = (await bea.ask("POST", path, { take_over: true })) as { id: string };
  const draft = await bea.request.get(`${bea.server.url}/api/v1/orgs/${bea.org}/chains/pay/draft`, {
    headers: { Accept: "application/json" },
  });
  const text = (await draft.text())
    .replace("Cool-off time", "Ten days to object")
    .replace('"3s"', '"10s"')
    .replace("Read the invoice", "Read the paper invoice");
  await bea.ask("PUT", "/chains/pay/draft", JSON.parse(text), {
    "If-Match": draft.headers().etag ?? "",
    Lease: lease.id,
  });
  await bea.ask("DELETE", path, undefined, { Lease: lease.id });
  await page.context().setOffline(false);
  await page.getByRole("button", { name: t("canvas:draft.merge") }).click();
  await expect(page.getByText("Ten days to object")).toBeVisible();
  await page.screenshot({ path: "docs/pictures/merge.png" });
});

test("a schedule as it is typed", async ({ person }) => {
  const { page } = person;
  await person.chain("pay", "Pay suppliers", pay);
  await person.ask("POST", "/calendars", { key: "office", name: "Office", weekdays: [1, 2, 3, 4, 5] });
  await person.go("/o/{org}/chains/pay?tab=triggers&new=schedule");
  const dialog = page.getByRole("dialog", { name: t("triggers:new.schedule") });
  await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Each morning");
  await dialog.getByRole("combobox", { name: t("triggers:calendar"), exact: true }).click();
  await page.getByRole("option", { name: "Office" }).click();
  await dialog.getByRole("textbox", { name: t("triggers:cron.label") }).fill("30 6 * * *");
  const times = dialog.getByRole("region", { name: t("triggers:times") });
  await expect(times.locator("time").first()).toHaveAttribute("datetime", /T06:30/);
  await expect(times).toHaveAttribute("aria-busy", "false");
  await page.screenshot({ path: "docs/pictures/schedule.png" });
});

test("where the time of a run went", async ({ person }) => {
  const { page } = person;
  await person.chain("pay", "Pay suppliers", pay);
  const run = await person.run("pay", { invoice: "5531" });
  await person.go(`/o/{org}/runs/${run}?view=timeline&node=each`);
  await expect(page.getByText("Check each line").first()).toBeVisible();
  await expect(page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();
  await page.screenshot({ path: "docs/pictures/timeline.png" });
});

test("members, and the move of an org", async ({ person, colleague }) => {
  const { page, server } = person;
  const org = async (parent: string, key: string, name: string) => {
    const made = await page.request.post(`${server.url}/api/v1/orgs`, {
      data: { parent_id: parent, key, name },
      headers: { Origin: server.url },
    });
    return ((await made.json()) as { id: string }).id;
  };
  const shop = await org(person.org, "shop", "Shop 门店");
  const retail = await org(person.org, "retail", "Retail 零售");
  const stock = await org(shop, "stock", "Stock 库存");
  await org(person.org, "finance", "Finance 财务");
  for (const [name, role] of [
    ["Bea", "designer"],
    ["Lin", "viewer"],
    ["Ada", "operator"],
  ] as const) {
    const somebody = await colleague({ name, role, by: person, language: "en", scheme: "light" });
    if (name === "Lin")
      await page.request.post(`${server.url}/api/v1/orgs/${retail}/grants`, {
        data: { subject_id: somebody.id, role_id: "designer" },
        headers: { Origin: server.url },
      });
  }
  await person.go("/o/{org}/members");
  await expect(page.getByRole("row", { name: /Lin/ })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: "Retail" })).toBeVisible();
  await page.screenshot({ path: "docs/pictures/members.png" });

  await page.goto(`${server.url}/o/${stock}/members`);
  await page.getByRole("button", { name: t("orgs:more", { org: "Stock 库存" }) }).click();
  await page.getByRole("menuitem", { name: t("orgs:move") }).click();
  const dialog = page.getByRole("dialog", { name: t("orgs:moveTitle", { org: "Stock 库存" }) });
  await dialog.getByRole("treeitem", { name: "Retail" }).click();
  await expect(dialog.getByText(t("orgs:inOrg", { subject: "Lin", org: "Stock 库存" }))).toBeVisible();
  await page.screenshot({ path: "docs/pictures/move.png" });
});

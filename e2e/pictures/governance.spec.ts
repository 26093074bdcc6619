import { expect, look, type Person } from "../designer.ts";
import { type Colleague, test } from "../people.ts";
import { texts } from "../texts.ts";

const t = texts("en");
const script = (id: string, name: string, body: string) => ({ id, name, kind: "script", script: { body } });
const edges = [{ from: "first", to: "second" }];
const prepare = (count: number) => ({
  nodes: [
    script("first", "Count the stock", `return {count: ${count}}`),
    script("second", "Label it", "return input"),
  ],
  edges,
});
const over = {
  nodes: [
    script("first", "Stop the shop", "return {}"),
    script("second", "Start the new engine", "return {}"),
  ],
  edges,
};
const back = {
  nodes: [
    script("first", "Stop the shop", "return {}"),
    script("second", "Start the old engine", "return {}"),
  ],
  edges,
};
const orders = {
  nodes: [script("first", "Ask the shop", "return {}"), script("second", "Count", "return {open: 4}")],
  edges,
};
const purchase = {
  nodes: [
    {
      id: "first",
      name: "Agree to the purchase",
      kind: "approval",
      approval: {
        title: "Purchase 5531",
        details: { Amount: "¥48,000", Supplier: "Acme Paper", Reason: "The old printer is beyond repair" },
        levels: [
          { name: "Team", by: [{ role: "approver" }], due: "4h" },
          { name: "Director", by: [{ role: "admin" }] },
        ],
      },
    },
    script("second", "Pay", "return {}"),
  ],
  edges,
};

const plan = (name: string) => ({
  name,
  description: "The new stock engine for the northern shops",
  phases: [
    { name: "Prepare", chain: { key: "prepare" } },
    {
      name: "Switch over",
      chain: { key: "over" },
      gates: [
        { check: { chain: { key: "orders" }, when: "nodes.check.output.open < 10" } },
        { approval: { levels: [{ by: [{ role: "approver" }] }] } },
      ],
      rollback: { chain: { key: "back" } },
    },
  ],
});

type Release = { id: string; revision: number; approval_id: string; progress?: { state: string }[] };

/** A release in review. */
async function submitted(by: Person, name: string): Promise<Release> {
  const made = (await by.ask("POST", "/releases", plan(name))) as Release;
  const at = { "If-Match": `"${made.revision}"` };
  return (await by.ask("POST", `/releases/${made.id}/submit`, undefined, at)) as Release;
}

/** Has it approved and executed, up to the gate at which people are asked. */
async function atItsGate(release: Release, approver: Person, operator: Person): Promise<void> {
  const path = `/approvals/${release.approval_id}`;
  const { digest } = (await approver.ask("GET", path)) as { digest: string };
  await approver.ask("POST", `${path}/decisions`, { verdict: "approve", digest });
  await operator.ask("POST", `/releases/${release.id}/execute`);
  await expect
    .poll(
      async () => ((await operator.ask("GET", `/releases/${release.id}`)) as Release).progress?.[0]?.state,
    )
    .toBe("succeeded");
}

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeEach(async ({ page }) => look(page, "en", "light"));

test("what waits for an approver, a review, and a release at its gate", async ({ person, colleague }) => {
  const viewport = { width: 1440, height: 900 };
  const join = (name: string, role: string): Promise<Colleague> =>
    colleague({ name, role, by: person, language: "en", scheme: "light", viewport });
  const requester = await join("Requester", "designer");
  const approver = await join("Approver", "approver");
  const operator = await join("Operator", "operator");
  await join("Director", "admin");
  await requester.chain("prepare", "Prepare stock", prepare(3));
  await requester.chain("over", "Switch over", over);
  await requester.chain("back", "Switch back", back);
  await requester.chain("orders", "Open orders", orders);
  const first = await submitted(requester, "Stock release 31");
  await atItsGate(first, approver, operator);

  const { page } = operator;
  await operator.go(`/o/{org}/releases/${first.id}`);
  await expect(page.getByText(t("releases:openApproval"))).toBeVisible();
  await expect(page.getByText("Start the old engine")).toBeVisible();
  await page.screenshot({ path: "docs/pictures/release.png" });

  const draft = await requester.request.get(
    `${person.server.url}/api/v1/orgs/${person.org}/chains/prepare/draft`,
    { headers: { Accept: "application/json" } },
  );
  const text = (await draft.text()).replace("return {count: 3}", "const all = 4;\\nreturn {count: all}");
  await requester.ask("PUT", "/chains/prepare/draft", JSON.parse(text), {
    "If-Match": draft.headers().etag ?? "",
  });
  await requester.ask("POST", "/chains/prepare/versions", {}, { "If-Match": '"2"' });
  const second = await submitted(requester, "Stock release 32");
  await approver.page.setViewportSize({ width: 1440, height: 1280 }); // so that the picture of the chain is on it
  await approver.go(`/o/{org}/releases/${second.id}?tab=review`);
  await expect(approver.page.getByText("const all = 4;").first()).toBeVisible();
  await expect(approver.page.locator(".mantine-Skeleton-root")).toHaveCount(0);
  await approver.page.screenshot({ path: "docs/pictures/review.png" });
  await approver.page.setViewportSize(viewport);

  await requester.chain("purchase", "Purchase", purchase);
  await requester.ask("POST", "/chains/purchase/runs", {});
  await approver.go("/inbox");
  await approver.page.getByRole("link", { name: /Purchase 5531/ }).click();
  await expect(approver.page.getByText("Acme Paper")).toBeVisible();
  await approver.page.screenshot({ path: "docs/pictures/inbox.png" });
});

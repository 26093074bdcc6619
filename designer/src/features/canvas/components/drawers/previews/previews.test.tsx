import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { ChainNode } from "@/shared/chain/document";
import { GlueSampleContext } from "@/shared/schema-form/glue-trial";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../../store";
import { PreviewFold } from "./preview-fold";

afterEach(() => vi.unstubAllGlobals());

const sample = { org: "o1", source: "run Order 12", sample: { input: { id: 7 } } };

async function open(node: ChainNode, title: string) {
  await show(
    <GlueSampleContext value={sample}>
      <PreviewFold node={node} name="Step" />
    </GlueSampleContext>,
  );
  await userEvent.click(screen.getByText(title));
}

it("shows the request with the values of the sample, and secrets by their keys", async () => {
  serve({ "POST /orgs/o1/glue-trials": { results: [{ value: 7 }] } });
  const http = {
    method: "POST",
    url: `https://example.org/orders/\${{ input.id }}`,
    query: { dry: "1" },
    headers: { "X-Key": { secret: "shop" } },
    auth: { scheme: "bearer", secret: "token" },
  };
  await open({ id: "a", kind: "http", http }, "The request");
  expect(await screen.findByText(/POST https:\/\/example.org\/orders\/7\?dry=1/)).toBeTruthy();
  expect(screen.getByText(/X-Key: \(secret shop\)/)).toBeTruthy();
  expect(screen.getByText(/Authorization: bearer \(secret token\)/)).toBeTruthy();
  expect(screen.getByText("With run Order 12.")).toBeTruthy();
});

it("shows a form as its people will see it", async () => {
  serve({});
  const form = {
    title: "Where to?",
    schema: { type: "object", properties: { street: { type: "string", title: "Street" } } },
  };
  await open({ id: "a", kind: "form", form }, "As its people will see it");
  expect(await screen.findByRole("heading", { name: "Where to?" })).toBeTruthy();
  await userEvent.type(screen.getByRole("textbox", { name: "Street" }), "High Street");
  expect((screen.getByRole("textbox", { name: "Street" }) as HTMLInputElement).value).toBe("High Street");
});

it("shows a message in the languages in which it is written, and what is not known as it stands", async () => {
  serve({ "POST /orgs/o1/glue-trials": { results: [{ problem: { code: "glue.error", message: "no" } }] } });
  const notify = { text: { zh: `订单 \${{ input.id }}`, en: `Order \${{ input.id }}` } };
  await open({ id: "a", kind: "notify", notify }, "The message");
  expect(await screen.findByText(`订单 \${{ input.id }}`)).toBeTruthy();
  expect(screen.getByText(`Order \${{ input.id }}`)).toBeTruthy();
});

it("shows a message that is a whole value as its JSON", async () => {
  serve({ "POST /orgs/o1/glue-trials": { results: [{ value: { id: 7 } }] } });
  await open({ id: "a", kind: "notify", notify: { text: { en: `\${{ input }}` } } }, "The message");
  expect(await screen.findByText('{"id":7}')).toBeTruthy();
});

it("says when a wait ends", async () => {
  serve({});
  await open({ id: "a", kind: "wait", wait: { for: "2h" } }, "When it goes on");
  expect(await screen.findByText(/it would go on at/)).toBeTruthy();
});

it("says what approvers see", async () => {
  serve({});
  await open({ id: "a", kind: "approval", approval: { title: "Buy it?" } }, "As approvers will see it");
  expect(await screen.findByRole("heading", { name: "Buy it?" })).toBeTruthy();
  expect(screen.getByText("Approvers see what comes in.")).toBeTruthy();
});

it("says how the starts of the chain stand that is held", async () => {
  useEditor.setState({ org: "o1" });
  serve({ "GET /orgs/o1/chains/pay/hold": { state: "held", waiting: 3, most: 1000, can: [] } });
  await open({ id: "a", kind: "hold", hold: { hold: { chain: "pay" } } }, "What is held");
  expect(await screen.findByText("Held")).toBeTruthy();
  expect(screen.getByText("3 runs wait")).toBeTruthy();
  expect(screen.getByText(/new starts of the chain are accepted and wait/)).toBeTruthy();
});

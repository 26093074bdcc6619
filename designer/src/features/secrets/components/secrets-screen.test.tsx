import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SecretsScreen } from "./secrets-page";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", path: [], can: ["secret:list", "secret:write"] };
const admin = {
  ...org,
  can: [...org.can, "engine:use", "engine:write", "environment:view", "limits:write"],
};
const secret = {
  id: "s1",
  key: "erp-token",
  description: "For the ERP",
  hosts: ["erp.example.org"],
  engines: [],
  revision: 4,
  version: 2,
  shared: false,
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  rotated_at: "2026-05-31T10:31:00Z",
  can: ["secret:list", "secret:write"],
};

it("makes the first secret and forgets its value", async () => {
  let sent: unknown;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/secrets": { items: [] },
    "POST /orgs/o1/secrets": async (_: URL, request: Request) => {
      sent = await request.json();
      return secret;
    },
  });
  await show(<SecretsScreen org="o1" />, "/?new=1");
  const dialog = await screen.findByRole("dialog", { name: "New secret" });
  fireEvent.change(within(dialog).getByRole("textbox", { name: /^Key/ }), { target: { value: "erp-token" } });
  fireEvent.change(within(dialog).getByLabelText(/^Value/), { target: { value: "correct horse" } });
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(sent).toMatchObject({ key: "erp-token", value: "correct horse" }));
  await vi.waitFor(() => expect(screen.queryByDisplayValue("correct horse")).toBeNull());
});

it("writes a new value against the revision that was seen", async () => {
  let match: string | null = "";
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": secret,
    "PUT /orgs/o1/secrets/erp-token/value": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return secret;
    },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  fireEvent.change(await screen.findByLabelText(/^New value/), { target: { value: "another horse" } });
  await userEvent.click(screen.getByRole("button", { name: "Write the new value" }));
  expect(await screen.findByText("The new value is in force.")).toBeTruthy();
  expect(match).toBe('"4"');
});

it("shows what uses it, and names that before it is deleted", async () => {
  serve({
    "GET /orgs/o1": admin,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": secret,
    "GET /orgs/o1/secrets/erp-token/uses": { items: [{ org_id: "o2", key: "pay", name: "Pay", version: 3 }] },
    "GET /orgs/o1/engines": {
      items: [
        { id: "e1", org_id: "o1", key: "ci", name: "The CI", secret: "erp-token" },
        { id: "e2", org_id: "o0", key: "above", name: "Of the org above", secret: "erp-token" },
      ],
    },
    "GET /orgs/o1/registry": { url: "registry.test", secret: "other", revision: 1 },
    "GET /orgs/o1/channels": { items: [{ kind: "wecom", address: "erp-token", sign: "" }] },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  const users = await screen.findByRole("list", { name: "Used by" });
  expect(within(users).getByRole("link", { name: "Pay" }).getAttribute("href")).toBe("/o/o2/chains/pay");
  expect(users.textContent).toBe("Chain Pay v3Engine The CIA notice channel of the org");
  await userEvent.click(screen.getByRole("button", { name: "Delete the secret" }));
  expect(
    await screen.findByText(/What uses it fails: Pay, The CI,? and A notice channel of the org\./),
  ).toBeTruthy();
});

it("does not ask for what one may not see, and says what it looked through", async () => {
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": { ...secret, shared: true },
    "GET /orgs/o1/secrets/erp-token/uses": { items: [] },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  expect(
    await screen.findByText("Nothing uses it here: the latest versions of the chains that you may view."),
  ).toBeTruthy();
  const closed =
    /^the engines of this org, the image registry of this org,? and the notice channels of this org\.$/;
  const [, places] = screen.getByText(/^Not looked through/).textContent?.split(": ") ?? [];
  expect(places).toMatch(closed);
  expect(screen.getByText(/^What orgs below use it for/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Delete the secret" }));
  expect(await screen.findByText(/^Whether it is used here is not known: the engines/)).toBeTruthy();
  expect(asked.filter((a) => /(engines|registry|channels)/.test(a))).toEqual([]);
});

it("says that it is not known what uses it as long as that cannot be read", async () => {
  let broken = true;
  serve({
    "GET /orgs/o1": admin,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": secret,
    "GET /orgs/o1/secrets/erp-token/uses": { items: [] },
    "GET /orgs/o1/engines": () => (broken ? refusal(500, "internal", "it broke") : { items: [] }),
    "GET /orgs/o1/registry": () => refusal(404, "registry.unknown", "the org has set no registry"),
    "GET /orgs/o1/channels": { items: [] },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  expect(
    await screen.findByText("Not known, as it could not be read: the engines of this org."),
  ).toBeTruthy();
  const none = screen.getByText(/^Nothing uses it here/);
  expect(none.textContent).toContain("the image registry of this org");
  expect(none.textContent).not.toContain("engines");
  await userEvent.click(screen.getByRole("button", { name: "Delete the secret" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete the secret erp-token?" });
  expect(
    within(dialog).getByText("Whether it is used here is not known: the engines of this org."),
  ).toBeTruthy();
  await userEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
  broken = false;
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/^Nothing uses it here.*the engines of this org/)).toBeTruthy();
  expect(screen.queryByText(/^Not known/)).toBeNull();
});

it("says which right is missing, and what failed", async () => {
  serve({ "GET /orgs/o1/secrets": () => refusal(403, "auth.forbidden", "this needs secret:list") });
  await show(<SecretsScreen org="o1" />);
  expect(await screen.findByText("this needs secret:list")).toBeTruthy();
});

it("keeps what is written of a secret while its value is rotated, and saves it then", async () => {
  const seen: unknown[] = [];
  let now = secret;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": () => now,
    "PUT /orgs/o1/secrets/erp-token/value": (_: URL, request: Request) => {
      seen.push(request.headers.get("If-Match"));
      now = { ...secret, version: 3, revision: 5 };
      return now;
    },
    "PATCH /orgs/o1/secrets/erp-token": async (_: URL, request: Request) => {
      seen.push(request.headers.get("If-Match"), ((await request.json()) as typeof secret).description);
      now = { ...now, description: "Mine", revision: 6 };
      return now;
    },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  const about = await screen.findByRole("textbox", { name: "Description" });
  fireEvent.change(about, { target: { value: "Mine" } });
  fireEvent.change(screen.getByLabelText(/^New value/), { target: { value: "another horse" } });
  await userEvent.click(screen.getByRole("button", { name: "Write the new value" }));
  expect(await screen.findByText("The new value is in force.")).toBeTruthy();
  expect(about).toHaveProperty("value", "Mine");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(seen).toEqual(['"4"', '"5"', "Mine"]));
  expect(about).toHaveProperty("value", "Mine");
});

it("does not write over what somebody else made of a secret meanwhile", async () => {
  let now = secret;
  let match: string | null = "";
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/secrets": { items: [secret] },
    "GET /orgs/o1/secrets/erp-token": () => now,
    "PATCH /orgs/o1/secrets/erp-token": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "secret.stale", "the secret was changed meanwhile");
    },
  });
  await show(<SecretsScreen org="o1" />, "/?secret=erp-token");
  const about = await screen.findByRole("textbox", { name: "Description" });
  fireEvent.change(about, { target: { value: "Mine" } });
  now = { ...secret, description: "Theirs", revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked.filter((a) => a.endsWith("/secrets/erp-token"))).toHaveLength(2));
  expect(about).toHaveProperty("value", "Mine");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("the secret was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
});

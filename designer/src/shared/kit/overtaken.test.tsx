import { Modal } from "@mantine/core";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { Overtaken, overtakenByDialog } from "./overtaken";

beforeEach(overtakenByDialog);
afterEach(() => vi.unstubAllGlobals());

const rename = (body: { name: string; language: string }) =>
  client.PATCH("/api/v1/orgs/{org_id}/scripts/{script_key}", {
    params: { path: { org_id: "o1", script_key: "pack" }, header: { "If-Match": '"4"' } },
    body,
  });

/** A script that somebody else has given another name, and the requests that would change it. */
function overtaken() {
  let now = { name: "Stock 1", language: "shell", revision: 5, updated_by: { id: "u2", name: "Designer" } };
  const sent: { match: string | null; key: string | null; body: unknown }[] = [];
  serve({
    "GET /orgs/o1/scripts/pack": () => now,
    "PATCH /orgs/o1/scripts/pack": async (_: URL, request: Request) => {
      const body = (await request.json()) as { name: string; language: string };
      const match = request.headers.get("If-Match");
      sent.push({ match, key: request.headers.get("Idempotency-Key"), body });
      if (match !== `"${now.revision}"`)
        return refusal(412, "script.stale", "the script was changed meanwhile");
      now = { ...now, ...body, revision: now.revision + 1 };
      return now;
    },
  });
  return { sent, again: () => (now = { ...now, name: "Stock 3", revision: now.revision + 1 }) };
}

describe("what others have changed meanwhile", () => {
  it("is shown beside mine, and mine is saved over it with their ETag", async () => {
    const { sent } = overtaken();
    await show(<Overtaken />);
    const act = rename({ name: "Stock 2", language: "shell" });
    const dialog = await screen.findByRole("dialog", { name: "Save over theirs?" });
    expect(within(dialog).getByText("Designer has changed this since you began.")).toBeTruthy();
    const fields = within(dialog).getAllByRole("group");
    expect(fields.map((f) => f.textContent)).toEqual(["NameTheirsStock 1YoursStock 2"]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Save mine over it" }));
    expect((await act).data).toMatchObject({ name: "Stock 2", revision: 6 });
    expect(sent.map((s) => [s.match, s.body])).toEqual([
      ['"4"', { name: "Stock 2", language: "shell" }],
      ['"5"', { name: "Stock 2", language: "shell" }],
    ]);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it("is asked about again when it was changed once more", async () => {
    const { sent, again } = overtaken();
    await show(<Overtaken />);
    const act = rename({ name: "Stock 2", language: "shell" });
    await screen.findByText("Stock 1");
    again();
    await userEvent.click(screen.getByRole("button", { name: "Save mine over it" }));
    expect(await screen.findByText("Stock 3")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Save mine over it" }));
    expect((await act).data).toMatchObject({ name: "Stock 2", revision: 7 });
    expect(sent.map((s) => s.match)).toEqual(['"4"', '"5"', '"6"']);
  });

  it("stays when nobody wants to save over it", async () => {
    const { sent } = overtaken();
    await show(<Overtaken />);
    const act = rename({ name: "Stock 2", language: "shell" }).catch(asProblem);
    await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await act).toMatchObject({ status: 412, code: "script.stale" });
    expect(sent).toHaveLength(1);
  });

  it("leaves open what it was typed in when Escape closes it", async () => {
    overtaken();
    const close = vi.fn();
    await show(
      <>
        <Modal opened onClose={close} title="Rename" />
        <Overtaken />
      </>,
    );
    const act = rename({ name: "Stock 2", language: "shell" }).catch(asProblem);
    const cancel = await screen.findByRole("button", { name: "Cancel" });
    await vi.waitFor(() => expect(document.activeElement).toBe(cancel));
    await userEvent.keyboard("{Escape}");
    expect(await act).toMatchObject({ status: 412 });
    expect(close).not.toHaveBeenCalled();
  });

  it("is named, and not shown, where only one side has it", async () => {
    const theirs = { revision: 5, name: "Stock", secret: "erp", updated_at: "2026-05-31T10:31:00Z" };
    serve({
      "GET /orgs/o1/registry": theirs,
      "PUT /orgs/o1/registry": () => refusal(412, "registry.stale", "the registry was changed meanwhile"),
    });
    await show(<Overtaken />);
    const act = client
      .PUT("/api/v1/orgs/{org_id}/registry", {
        params: { path: { org_id: "o1" }, header: { "If-Match": '"4"' } },
        body: { name: "Stock", password: "a horse" } as never,
      })
      .catch(asProblem);
    expect(await screen.findByText("Only in theirs or only in yours: password and secret.")).toBeTruthy();
    expect(screen.queryByText(/a horse/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(await act).toMatchObject({ status: 412 });
  });

  it("is not asked about where no revision was given", async () => {
    const asked = serve({
      "GET /orgs/o1/forms/f1/draft": { revision: 5 },
      "PUT /orgs/o1/forms/f1/draft": () => refusal(412, "form.stale", "the draft was changed meanwhile"),
    });
    const act = client.PUT("/api/v1/orgs/{org_id}/forms/{form_id}/draft", {
      params: { path: { org_id: "o1", form_id: "f1" } },
      body: {} as never,
    });
    expect(await act.catch(asProblem)).toMatchObject({ status: 412 });
    expect(asked).toEqual(["PUT /orgs/o1/forms/f1/draft"]);
  });

  it("is refused as it is where it cannot be read", async () => {
    serve({
      "PATCH /orgs/o1/scripts/pack": () => refusal(412, "script.stale", "the script was changed meanwhile"),
    });
    await show(<Overtaken />);
    expect(await rename({ name: "Stock 2", language: "shell" }).catch(asProblem)).toMatchObject({
      status: 412,
    });
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

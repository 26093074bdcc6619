import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { StepUp, stepUpByDialog } from "./step-up";

const person = (second_factor: boolean) => ({
  subject_id: "u",
  name: "A",
  tops: [],
  person: { second_factor },
});

beforeEach(stepUpByDialog);
afterEach(() => vi.unstubAllGlobals());

const revoke = () => client.DELETE("/api/v1/me/tokens/{token_id}", { params: { path: { token_id: "t1" } } });

/** A server that wants a factor before it lets a token be revoked. */
function guarded(second_factor: boolean, stepUp: (body: Record<string, string>) => unknown) {
  let fresh = false;
  const keys: (string | null)[] = [];
  serve({
    "GET /me": person(second_factor),
    "DELETE /me/tokens/t1": (_url: URL, request: Request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return fresh ? new Response(null, { status: 204 }) : refusal(403, "auth.step_up_needed", "again");
    },
    "POST /session/step-up": async (_url: URL, request: Request) => {
      const answer = stepUp(await request.json());
      fresh = !(answer instanceof Response);
      return answer;
    },
  });
  return keys;
}

describe("a sensitive act", () => {
  it("goes on by itself once the password was given, under the same key", async () => {
    const keys = guarded(false, (body) =>
      body.password === "a long sentence" ? {} : refusal(422, "x", "x"),
    );
    await show(<StepUp />);
    const act = revoke();
    await userEvent.type(await screen.findByLabelText("Your password"), "a long sentence{Enter}");
    expect((await act).response.status).toBe(204);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("asks for a code where there is a second factor, and says when it is wrong", async () => {
    guarded(true, (body) =>
      body.totp === "123456" ? {} : refusal(401, "auth.second_factor_failed", "the code is wrong"),
    );
    await show(<StepUp />);
    const act = revoke();
    const field = await screen.findByLabelText("Code of your authenticator app");
    await userEvent.type(field, "000000{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("the code is wrong");
    await userEvent.type(field, "123456{Enter}");
    expect((await act).response.status).toBe(204);
  });

  it("is refused when nobody confirms", async () => {
    guarded(false, () => ({}));
    await show(<StepUp />);
    const act = revoke().catch(asProblem);
    await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await act).toMatchObject({ code: "auth.step_up_needed" });
  });
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SignInForm } from "./sign-in-form";

const session = { id: "s", subject_id: "u", tenant_id: "t", must_enrol: false, auth_at: "", ends_at: "" };

async function fill() {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("E-mail address"), "a@example.org");
  await user.type(screen.getByLabelText("Password"), "a long sentence");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  return user;
}

afterEach(() => vi.unstubAllGlobals());

describe("signing in", () => {
  it("lets in with the right pair", async () => {
    serve({ "POST /session": session });
    const done = vi.fn();
    await show(<SignInForm done={done} />);
    await fill();
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    expect(done.mock.calls[0]?.[0]).toEqual(session);
  });

  it("says that the pair is wrong, not which of both, and empties the password", async () => {
    serve({ "POST /session": () => refusal(401, "auth.failed", "no") });
    await show(<SignInForm done={() => {}} />);
    await fill();
    expect((await screen.findByRole("alert")).textContent).toContain("The address or the password is wrong.");
    expect((screen.getByLabelText("Password") as HTMLInputElement).value).toBe("");
    expect((screen.getByLabelText("E-mail address") as HTMLInputElement).value).toBe("a@example.org");
  });

  it("says how long to wait after too many attempts, and does not send before", async () => {
    serve({
      "POST /session": () =>
        Response.json(
          { status: 429, code: "auth.limited", detail: "wait" },
          { status: 429, headers: { "Retry-After": "40" } },
        ),
    });
    await show(<SignInForm done={() => {}} />);
    await fill();
    expect((await screen.findByRole("alert")).textContent).toMatch(/Try again in (40|39)s/);
    expect((screen.getByRole("button", { name: "Sign in" }) as HTMLButtonElement).disabled).toBe(true);
  });

  it("asks for a code when there is a second factor, or a recovery code instead", async () => {
    const sent: Record<string, string>[] = [];
    serve({
      "POST /session": async (_url: URL, request: Request) => {
        const body = await request.json();
        sent.push(body);
        return body.recovery_code ? session : refusal(401, "auth.second_factor_needed", "code");
      },
    });
    const done = vi.fn();
    await show(<SignInForm done={done} />);
    const user = await fill();
    await screen.findByLabelText("Code");
    expect(screen.queryByRole("alert")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Use a recovery code instead" }));
    await user.type(screen.getByLabelText("Recovery code"), " ABCD ");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent.at(-1)?.recovery_code).toBe("ABCD");
  });

  it("asks which tenant when there are several", async () => {
    serve({
      "POST /session": () =>
        Response.json(
          {
            status: 409,
            code: "auth.tenant_choice",
            detail: "which",
            data: [
              { key: "acme", name: "Acme" },
              { key: "other", name: "Other" },
            ],
          },
          { status: 409 },
        ),
    });
    await show(<SignInForm done={() => {}} />);
    await fill();
    expect(await screen.findByRole("combobox", { name: "Tenant" })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

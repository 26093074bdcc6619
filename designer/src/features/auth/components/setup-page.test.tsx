import { fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SetupPage } from "./setup-page";

afterEach(() => vi.unstubAllGlobals());

async function fill() {
  await screen.findByLabelText("Set-up code");
  const fields = {
    "Set-up code": "ABCD-EFGH",
    "Your organisation": "Acme",
    "Your name": "A",
    "E-mail address": "a@example.org",
    "New password": "short",
  };
  for (const [label, value] of Object.entries(fields))
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fireEvent.click(screen.getByRole("button", { name: "Set up and sign in" }));
}

describe("the first set-up", () => {
  it("sends the code, the tenant and its owner", async () => {
    let sent: unknown;
    serve({
      "GET /setup": { needed: true },
      "POST /setup": async (_url: URL, request: Request) => {
        sent = await request.json();
        return {};
      },
    });
    await show(<SetupPage />);
    await fill();
    await vi.waitFor(() => expect(sent).toBeDefined());
    expect(sent).toMatchObject({ code: "ABCD-EFGH", tenant: { name: "Acme" }, name: "A", password: "short" });
  });

  it("says that the code is wrong", async () => {
    serve({ "GET /setup": { needed: true }, "POST /setup": () => refusal(401, "setup.code", "wrong") });
    await show(<SetupPage />);
    await fill();
    expect((await screen.findByRole("alert")).textContent).toContain("The code is wrong");
  });

  it("says at its field what is wrong with the password", async () => {
    serve({
      "GET /setup": { needed: true },
      "POST /setup": () =>
        Response.json(
          {
            status: 422,
            code: "password.short",
            detail: "too short",
            errors: [{ code: "password.short", pointer: "/password", detail: "at least 12 characters" }],
          },
          { status: 422 },
        ),
    });
    await show(<SetupPage />);
    await fill();
    expect(await screen.findByText("at least 12 characters")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sessionOver, useMe } from "@/shared/api/session";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { SessionDialog } from "./session-dialog";

const me = { subject_id: "u1", name: "A", tops: [], person: { email: "a@example.org" } };

/** A screen with something typed into it, under the dialog. */
function Screen() {
  const known = useMe();
  const over = sessionOver((s) => s.over);
  return (
    <>
      <input aria-label="draft" defaultValue="not saved yet" />
      {known.data && over && <SessionDialog />}
    </>
  );
}

beforeEach(() => sessionOver.getState().set(true));
afterEach(() => vi.unstubAllGlobals());

describe("when the session is over", () => {
  it("asks for the password of whoever was there, and keeps what is below", async () => {
    serve({ "GET /me": me, "POST /session": { subject_id: "u1" } });
    await show(<Screen />);
    expect(await screen.findByRole("dialog", { name: "Your session is over" })).toBeTruthy();
    expect((screen.getByLabelText("E-mail address") as HTMLInputElement).value).toBe("a@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "a long sentence{Enter}");
    await vi.waitFor(() => expect(sessionOver.getState().over).toBe(false));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect((screen.getByLabelText("draft") as HTMLInputElement).value).toBe("not saved yet");
  });

  it("stays when Escape is pressed", async () => {
    serve({ "GET /me": me });
    await show(<Screen />);
    await screen.findByRole("dialog");
    await userEvent.keyboard("{Escape}");
    expect(screen.getByRole("dialog")).toBeTruthy();
  });
});

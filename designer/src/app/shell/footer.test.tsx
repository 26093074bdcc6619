import { act, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "@/shared/api/client";
import { liveness } from "@/shared/api/live";
import { show } from "@/shared/test/render";
import { Footer } from "./footer";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  liveness.setState({ streams: {}, unreached: undefined });
});

const state = () => screen.getAllByRole("status")[0]?.textContent;

it("tells of a stream that lives, and of a cut only when it lasts", async () => {
  await show(<Footer />);
  expect(state()).toBe("");
  act(() => liveness.getState().set("s", "live"));
  expect(state()).toBe("live");
  vi.useFakeTimers();
  act(() => liveness.getState().set("s", "reconnecting"));
  expect(state()).toBe("live");
  act(() => vi.advanceTimersByTime(3000));
  expect(state()).toContain("reconnecting since");
});

function Me() {
  const me = api.useQuery("get", "/api/v1/me");
  return <p>{me.data?.name ?? "nobody"}</p>;
}

it("says since when no server is found, and reads again what failed once it answers", async () => {
  let up = false;
  vi.stubGlobal("fetch", async () => {
    if (!up) throw new TypeError("Failed to fetch");
    return Response.json({ name: "Ada" });
  });
  await show(
    <>
      <Me />
      <Footer />
    </>,
  );
  await vi.waitFor(() => expect(state()).toContain("cannot be reached since"), 15_000);
  up = true;
  document.dispatchEvent(new Event("visibilitychange"));
  expect(await screen.findByText("Ada")).toBeTruthy();
  expect(state()).toBe("");
});

import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { LoadMore, type Pages } from "./load-more";

let turn: (to: Partial<Pages>) => void;

function List() {
  const [query, set] = useState<Pages>({
    hasNextPage: true,
    isFetchingNextPage: false,
    fetchNextPage: () => turn({ isFetchingNextPage: true }),
  });
  turn = (to) => set((now) => ({ ...now, ...to }));
  return <LoadMore query={query} />;
}

it("keeps the keyboard at its button while a page fails and is tried again", async () => {
  await show(<List />);
  const button = screen.getByRole("button", { name: "Load more" });
  const fail = () =>
    act(() =>
      turn({
        isFetchingNextPage: false,
        isFetchNextPageError: true,
        error: new TypeError("Failed to fetch"),
      }),
    );
  await userEvent.click(button);
  button.blur(); // as browsers do with what is disabled
  fail();
  expect(screen.getByRole("alert").textContent).toMatch(/More could not be loaded/);
  expect(screen.getByRole("button", { name: "Try again" })).toBe(button);
  expect(document.activeElement).toBe(button);
  await userEvent.click(button);
  expect(screen.queryByRole("alert")).toBeNull();
  button.blur();
  fail();
  expect(document.activeElement).toBe(button);
});

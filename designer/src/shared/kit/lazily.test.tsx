import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { lazily, lazyDialog } from "./lazily";

const Hello = ({ name }: { name: string }) => <p>{`Hello ${name}`}</p>;

it("holds its place until it has come, and then shows it at once wherever it is", async () => {
  let come: (view: typeof Hello) => void = () => {};
  const load = vi.fn(() => new Promise<typeof Hello>((resolve) => (come = resolve)));
  const Part = lazily(load, { waiting: ({ name }) => <p>{`${name} waits`}</p> });
  await show(<Part name="Ada" />);
  expect(screen.getByText("Ada waits")).toBeTruthy();
  come(Hello);
  expect(await screen.findByText("Hello Ada")).toBeTruthy();
  await show(<Part name="Lin" />);
  expect(screen.getByText("Hello Lin")).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(1);
});

it("says what could not be loaded in its own place, and tries again", async () => {
  const load = vi.fn(async () => Hello).mockRejectedValueOnce(new Error("no network"));
  const Part = lazily(load);
  await show(
    <>
      <h1>The page</h1>
      <Part name="Ada" />
    </>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  expect(screen.getByRole("heading", { name: "The page" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Hello Ada")).toBeTruthy();
});

it("offers to reload the page when trying again has failed as well", async () => {
  const Part = lazily<{ name: string }>(async () => {
    throw new Error("no network");
  });
  await show(<Part name="Ada" />);
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "Reload the page" })).toBeTruthy();
});

it("can be loaded before it is shown", async () => {
  const load = vi.fn(async () => Hello).mockRejectedValueOnce(new Error("no network"));
  const Part = lazily(load);
  Part.preload();
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1));
  await show(<Part name="Ada" />);
  expect(await screen.findByText("Hello Ada")).toBeTruthy();
});

it("lets a dialog that could not be loaded be closed", async () => {
  const close = vi.fn();
  const Dialog = lazyDialog<{ close: () => void }>(async () => {
    throw new Error("no network");
  });
  await show(<Dialog close={close} />);
  await userEvent.click(await screen.findByRole("button", { name: "Close" }));
  expect(close).toHaveBeenCalled();
});

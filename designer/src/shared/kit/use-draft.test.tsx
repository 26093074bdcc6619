import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useDraft } from "./use-draft";

const begin = () =>
  renderHook(({ now }) => useDraft<string, { revision: number }>(now), {
    initialProps: { now: { revision: 1 } },
  });

it("is sent against what it began from, whatever others do meanwhile", () => {
  const { result, rerender } = begin();
  expect(result.current).toMatchObject({ value: undefined, from: { revision: 1 } });
  rerender({ now: { revision: 2 } });
  act(() => result.current.write("mine"));
  rerender({ now: { revision: 3 } });
  act(() => result.current.write("mine, too"));
  expect(result.current).toMatchObject({ value: "mine, too", from: { revision: 2 } });
  act(() => result.current.drop());
  expect(result.current).toMatchObject({ value: undefined, from: { revision: 3 } });
});

it("is over when it was kept, and goes on from there if more was written since", () => {
  const { result } = begin();
  act(() => result.current.write("sent"));
  act(() => result.current.kept({ revision: 2 }, "sent"));
  expect(result.current.value).toBeUndefined();
  act(() => result.current.write("sent"));
  act(() => result.current.write("more"));
  act(() => result.current.kept({ revision: 2 }, "sent"));
  expect(result.current).toMatchObject({ value: "more", from: { revision: 2 } });
});

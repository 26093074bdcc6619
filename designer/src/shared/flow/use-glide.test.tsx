import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Point } from "../chain/document";
import { useGlide } from "./use-glide";

const at = (x: number): ReadonlyMap<string, Point> => new Map([["a", { x, y: 0 }]]);
const [before, after] = [at(0), at(100)];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const glide = () =>
  renderHook(({ places, turn }) => useGlide(places, turn), { initialProps: { places: before, turn: 0 } });

it("brings nodes that were put in order to their places within 200 ms", () => {
  const { result, rerender } = glide();
  rerender({ places: after, turn: 1 });
  expect(result.current?.get("a")?.x).toBe(0);
  act(() => vi.advanceTimersByTime(100));
  const x = result.current?.get("a")?.x ?? 0;
  expect(x).toBeGreaterThan(10);
  expect(x).toBeLessThan(100);
  act(() => vi.advanceTimersByTime(150));
  expect(result.current).toBeUndefined();
});

it("moves nothing that was not put in order, and nothing for who wants no motion", () => {
  const moved = glide();
  moved.rerender({ places: after, turn: 0 });
  expect(moved.result.current).toBeUndefined();
  const wide = window.matchMedia;
  vi.stubGlobal("matchMedia", (query: string) => ({ ...wide(query), matches: query.includes("reduce") }));
  const still = glide();
  still.rerender({ places: after, turn: 1 });
  expect(still.result.current).toBeUndefined();
});

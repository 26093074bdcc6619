import { createStore, type StoreApi } from "zustand/vanilla";
import type { JsonSchema } from "@/shared/chain/document";
import { ownerOf } from "./owner";
import { at, put } from "./pointer";
import { type Broken, checker } from "./validate";

/** Something that is wrong with a value, and where: what the server says of it. */
export type FormProblem = { pointer: string; detail: string; severity?: "error" | "warning" };

export type FormState = {
  value: unknown;
  /** What the server found, by the field that shows it. */
  told: ReadonlyMap<string, FormProblem[]>;
  /** What the schema says, by the field that shows it. */
  broken: ReadonlyMap<string, Broken>;
  /** Fields that somebody has left once: only there the schema speaks up. */
  left: ReadonlySet<string>;
};

export type FormStore = StoreApi<FormState> & {
  /** Puts a value somewhere; undefined removes it. */
  change: (pointer: string, value: unknown) => void;
  leave: (pointer: string) => void;
  /** Takes over what the form is given from outside. */
  take: (value: unknown, problems: readonly FormProblem[]) => void;
};

/**
 * What one form holds. Every field listens to its own part only, so that a keystroke draws one field. The
 * value itself belongs to whoever shows the form: each change is told to `changed`.
 */
export function createForm(
  schema: JsonSchema,
  expressions: boolean,
  first: unknown,
  changed: (value: unknown, pointer: string) => void,
  whole?: (widget: string) => boolean,
): FormStore {
  const check = checker(schema, expressions, whole);
  const broken = (value: unknown) => new Map(check(value).map((b) => [b.pointer, b]));
  const store = createStore<FormState>(() => ({
    value: first,
    told: new Map(),
    broken: broken(first),
    left: new Set(),
  }));
  let problems: readonly FormProblem[] = [];
  const told = (value: unknown) => {
    const by = new Map<string, FormProblem[]>();
    for (const p of problems) {
      const owner = ownerOf(schema, value, p.pointer, whole);
      by.set(owner, [...(by.get(owner) ?? []), p]);
    }
    return by;
  };
  return {
    ...store,
    change(pointer, next) {
      const before = store.getState().value;
      if (at(before, pointer) === next) return;
      const value = put(before, pointer, next);
      store.setState({ value, broken: broken(value) });
      changed(value, pointer);
    },
    leave(pointer) {
      const { left } = store.getState();
      if (!left.has(pointer)) store.setState({ left: new Set(left).add(pointer) });
    },
    take(value, given) {
      const s = store.getState();
      const others = given !== problems;
      problems = given;
      if (s.value !== value) store.setState({ value, broken: broken(value), told: told(value) });
      else if (others) store.setState({ told: told(value) });
    },
  };
}

/** Whether anything is wrong at a pointer or further in, as far as it is shown. */
export function wrongWithin(s: FormState, pointer: string): boolean {
  const within = (p: string) => p === pointer || p.startsWith(`${pointer}/`);
  return [...s.told.keys()].some(within) || [...s.broken.keys()].some((p) => within(p) && s.left.has(p));
}

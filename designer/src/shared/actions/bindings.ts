import { create } from "zustand";
import { remember, remembered } from "@/shared/lib/storage";
import type { Action } from "./actions";

const place = "keys";

type Bindings = {
  /** The keys that somebody chose instead of an action's own, by its id. */
  own: Record<string, string[]>;
  bind: (id: string, keys: string[]) => void;
  /** Gives an action, or without an id all, its own keys back. */
  reset: (id?: string) => void;
};

/** Which keys this person chose; kept in the browser. */
export const bindings = create<Bindings>((set, get) => {
  const keep = (own: Bindings["own"]) => {
    remember(place, own);
    set({ own });
  };
  return {
    own: remembered<Bindings["own"]>(place, {}),
    bind: (id, keys) => keep({ ...get().own, [id]: keys }),
    reset: (id) => {
      if (id === undefined) return keep({});
      const { [id]: _, ...others } = get().own;
      keep(others);
    },
  };
});

/** The keys of an action: those that somebody chose, else its own. */
export function keysOf(action: Pick<Action, "id" | "keys">, own = bindings.getState().own): string[] {
  return own[action.id] ?? action.keys ?? [];
}

/** The other action that has these keys already, or whose keys begin with them. */
export function taken(keys: string, by: Action[], but: string, own = bindings.getState().own) {
  return by.find(
    (a) =>
      a.id !== but &&
      keysOf(a, own).some((k) => k === keys || k.startsWith(`${keys} `) || keys.startsWith(`${k} `)),
  );
}

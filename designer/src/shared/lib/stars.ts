import { create } from "zustand";
import { remember, remembered } from "./storage";

/** A chain that somebody wants at hand. */
export type Star = { id: string; org: string; key: string; name: string };

const place = "stars";

/** The chains with a star; kept in this browser. */
export const stars = create<{ all: Star[]; toggle: (star: Star) => void }>((set, get) => ({
  all: remembered<Star[]>(place, []),
  toggle: (star) => {
    const others = get().all.filter((s) => s.id !== star.id);
    const all = others.length < get().all.length ? others : [...others, star];
    remember(place, all);
    set({ all });
  },
}));

import { create } from "zustand";

/** How what is shown keeps up with the server; without a stream there is nothing to tell. */
export type Liveness = "live" | "reconnecting";

type Store = {
  /** Each stream that is followed now, by a name of its own, with since when it stands so. */
  streams: Record<string, { state: Liveness; since: number }>;
  set: (stream: string, state: Liveness | undefined) => void;
};

/**
 * How the streams stand that are followed now. Who follows one says so with `set(name, state)` and takes it
 * back with `set(name, undefined)`; the frame shows the worst of them.
 */
export const liveness = create<Store>((set) => ({
  streams: {},
  set: (stream, state) =>
    set((s) => {
      if (s.streams[stream]?.state === state) return s;
      const { [stream]: _, ...others } = s.streams;
      return { streams: state ? { ...others, [stream]: { state, since: Date.now() } } : others };
    }),
}));

/** The worst of all streams, with since when; undefined if none is followed. */
export function worst(streams: Store["streams"]): { state: Liveness; since: number } | undefined {
  const all = Object.values(streams);
  return all.find((s) => s.state === "reconnecting") ?? all[0];
}

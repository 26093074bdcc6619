import { create } from "zustand";

/** How a stream that is followed keeps up with the server. */
export type Liveness = "live" | "reconnecting";

type Store = {
  /** Each stream that is followed now, with since when it stands so. */
  streams: Record<string, { state: Liveness; since: number }>;
  /** Since when requests find no server. */
  unreached: number | undefined;
  /** Says how a stream stands; undefined for one that is followed no more. */
  set: (stream: string, state: Liveness | undefined) => void;
  /** A request was answered, whatever was said, or found no server. */
  answered: (yes: boolean) => void;
};

/** How what is shown keeps up with the server: the client and the streams say so, the frame shows it. */
export const liveness = create<Store>((set) => ({
  streams: {},
  unreached: undefined,
  set: (stream, state) =>
    set((s) => {
      if (s.streams[stream]?.state === state) return s;
      const { [stream]: _, ...others } = s.streams;
      return { streams: state ? { ...others, [stream]: { state, since: Date.now() } } : others };
    }),
  answered: (yes) =>
    set((s) => {
      if (yes === (s.unreached === undefined)) return s;
      return { unreached: yes ? undefined : Date.now() };
    }),
}));

/** The worst that is known, with since when; undefined if nothing is followed and nothing failed. */
export function worst({
  streams,
  unreached,
}: Pick<Store, "streams" | "unreached">): { state: Liveness | "unreached"; since: number } | undefined {
  if (unreached !== undefined) return { state: "unreached", since: unreached };
  const all = Object.values(streams);
  return all.find((s) => s.state === "reconnecting") ?? all[0];
}

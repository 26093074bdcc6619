import { create } from "zustand";
import { remember, remembered } from "@/shared/lib/storage";

/** Outputs that nodes have in tests without being carried out, by node. They stay in this browser. */
export type PinnedOutputs = Record<string, unknown>;

const place = (org: string, key: string) => `pins.${org}.${key}`;

/** The pins of each chain that was looked at. */
const pinned = create<Record<string, PinnedOutputs>>(() => ({}));

/** The pins of a chain. */
export function pinsOf(org: string, key: string): PinnedOutputs {
  const of = place(org, key);
  const all = pinned.getState();
  // They are read while something is drawn: nobody is told, since nobody has seen others.
  all[of] ??= remembered<PinnedOutputs>(of, {});
  return all[of];
}

/** Pins the output of a node; undefined takes the pin off. */
export function setPin(org: string, key: string, node: string, output: unknown): void {
  const { [node]: _, ...others } = pinsOf(org, key);
  const next = output === undefined ? others : { ...others, [node]: output };
  pinned.setState({ [place(org, key)]: next });
  remember(place(org, key), next);
}

/** The pins of a chain, and how they are set. */
export function usePins(org: string, key: string) {
  const pins = pinned(() => pinsOf(org, key));
  return { pins, pin: (node: string, output: unknown) => setPin(org, key, node, output) };
}

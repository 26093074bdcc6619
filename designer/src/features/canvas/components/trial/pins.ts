import { create } from "zustand";
import { remember, remembered } from "@/shared/lib/storage";

/** Outputs that nodes have in tests without being carried out, by node. They stay in this browser. */
export type PinnedOutputs = Record<string, unknown>;

const place = (org: string, key: string) => `pins.${org}.${key}`;

type Pins = { of: string; pins: PinnedOutputs };

const pinned = create<Pins>(() => ({ of: "", pins: {} }));

/** The pins of a chain. */
export function pinsOf(org: string, key: string): PinnedOutputs {
  const of = place(org, key);
  if (pinned.getState().of !== of) pinned.setState({ of, pins: remembered<PinnedOutputs>(of, {}) });
  return pinned.getState().pins;
}

/** Pins the output of a node; undefined takes the pin off. */
export function setPin(org: string, key: string, node: string, output: unknown): void {
  const { [node]: _, ...others } = pinsOf(org, key);
  const next = output === undefined ? others : { ...others, [node]: output };
  pinned.setState({ of: place(org, key), pins: next });
  remember(place(org, key), next);
}

/** The pins of a chain, and how they are set. */
export function usePins(org: string, key: string) {
  pinsOf(org, key);
  const pins = pinned((s) => s.pins);
  return { pins, pin: (node: string, output: unknown) => setPin(org, key, node, output) };
}

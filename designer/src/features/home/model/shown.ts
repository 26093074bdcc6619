import type { Shape } from "@/shared/api/client";

type Chain = Shape<"ChainBody">;

/** How many chains are shown at most, beside those with a star. */
const most = 8;

/** Chains with a star first, also those not listed here, then the others in their order. */
export function shownChains(listed: Chain[], stars: Chain[]): { starred: boolean; chain: Chain }[] {
  const others = listed
    .filter((c) => !stars.some((s) => s.id === c.id))
    .slice(0, Math.max(most - stars.length, 2));
  return [
    ...stars.map((chain) => ({ starred: true, chain })),
    ...others.map((chain) => ({ starred: false, chain })),
  ];
}

/** The chains that can be started, those with a star first. */
export function offeredChains(listed: Chain[], stars: Chain[]): Chain[] {
  const rank = (c: Chain) => (stars.some((s) => s.id === c.id) ? 0 : 1);
  return listed
    .filter((c) => c.version > 0 && c.can.includes("run:start"))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 6);
}

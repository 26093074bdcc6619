import type { Shape } from "@/shared/api/client";
import type { Star } from "@/shared/lib/stars";

type Chain = Shape<"ChainBody">;
type Shown = { star: Star; starred: boolean; chain: Chain | undefined };

/** How many chains are shown at most, beside those with a star. */
const most = 8;

/** Chains with a star first, also those not listed here, then the others in their order. */
export function shownChains(listed: Chain[], stars: Star[]): Shown[] {
  const kept = stars.map((star) => ({ star, starred: true, chain: listed.find((c) => c.id === star.id) }));
  const others = listed
    .filter((c) => !stars.some((s) => s.id === c.id))
    .slice(0, Math.max(most - kept.length, 2))
    .map((chain) => ({
      star: { id: chain.id, org: chain.org_id, key: chain.key, name: chain.name },
      starred: false,
      chain,
    }));
  return [...kept, ...others];
}

/** The chains that can be started, those with a star first. */
export function offeredChains(listed: Chain[], stars: Star[]): Chain[] {
  const rank = (c: Chain) => (stars.some((s) => s.id === c.id) ? 0 : 1);
  return listed
    .filter((c) => c.version > 0 && c.can.includes("run:start"))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 6);
}

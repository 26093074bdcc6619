import { number } from "@/shared/lib/format";
import type { Hold } from "./api";

/** How many wait: `1,000+` where no more were counted. */
export function counted({ waiting, most }: Pick<Hold, "waiting" | "most">): string {
  return waiting < most ? number(waiting) : `${number(most)}+`;
}

/** How long it takes at least until all that wait were released, in ms; undefined if that is not known. */
export function timeLeft({ waiting, per_minute }: Pick<Hold, "waiting" | "per_minute">): number | undefined {
  return per_minute && waiting > 0 ? Math.ceil((waiting * 60) / per_minute) * 1000 : undefined;
}

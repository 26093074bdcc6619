import type { Approval } from "../api/queries";

/** What an approval's level looks like to who reads it. */
export type LevelSeen = {
  name: string;
  state: "done" | "now" | "later" | "stopped";
  /** How many have approved, of how many that must. */
  yes: number;
  of: number;
};

/** The levels of an approval with how far each is. */
export function levelsOf(a: Approval): LevelSeen[] {
  return a.levels.map((level, i) => {
    const yes = a.decisions.filter((d) => d.level === i && d.verdict === "approve").length;
    const over = a.state !== "waiting";
    const state =
      i < a.level || a.state === "approved" ? "done" : i > a.level ? "later" : over ? "stopped" : "now";
    return { name: level.name ?? "", state, yes, of: level.quorum + (i === a.level ? (a.extra ?? 0) : 0) };
  });
}

/** Why somebody is not asked for a decision, from what the server said; undefined if they are. */
export type WhyNot = "over" | "author" | "decided" | "permission" | "others";

/** The permission that a decision takes. */
export function decidePermission(a: Approval): string {
  return isOfRelease(a) ? "release:approve" : "approval:decide";
}

export function whyNot(a: Approval, me: string): WhyNot | undefined {
  if (a.state !== "waiting") return "over";
  if (a.may_decide) return undefined;
  if (a.authors.includes(me) || a.requester === me) return "author";
  if (a.decisions.some((d) => d.by === me || d.behalf === me)) return "decided";
  return a.can.some((p) => p === decidePermission(a)) ? "others" : "permission";
}

/** Whether an approval is about a release or a gate of one. */
export function isOfRelease(a: Pick<Approval, "subject">): boolean {
  return a.subject.kind.startsWith("release");
}

/** The release that an approval is about, and of which phase it is a gate; 0 if it is about the whole. */
export function releaseOf(a: Pick<Approval, "subject">): { release: string; phase: number } {
  const [release = "", phase] = a.subject.id.split("/");
  return { release, phase: Number(phase ?? 0) };
}

/** The run to which the link of a to-do leads, if it leads to one. */
export function runOf(link: string | undefined): string | undefined {
  return /^\/o\/[^/]+\/runs\/([^/?#]+)$/.exec(link ?? "")?.[1];
}

/** A path of the designer, made of the link that a to-do carries; undefined if it leads elsewhere. */
export function ownPath(link: string | undefined): string | undefined {
  return link?.startsWith("/") && !link.startsWith("//") ? link : undefined;
}

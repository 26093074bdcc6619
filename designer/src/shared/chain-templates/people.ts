import type { Shape } from "@/shared/api/client";

/** Whom a template can be filled in with: the holders of a role, a group, a member. */
export const whos = ["role", "group", "member"] as const;
export type Who = (typeof whos)[number];

/** The value of a choice, such as `role:approver`, as the server is told it. */
export function peopleOf(value: string): Shape<"AskedByBody"> {
  const end = value.indexOf(":");
  return { [value.slice(0, end)]: value.slice(end + 1) };
}

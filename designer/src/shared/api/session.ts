import { create } from "zustand";
import { api, type Shape } from "./client";

/** Whether the server said that the session is over; the shell then asks for the password on top of all. */
export const sessionOver = create<{ over: boolean; set: (over: boolean) => void }>((set) => ({
  over: false,
  set: (over) => set({ over }),
}));

/** Who is signed in, and the topmost orgs they see. */
export function useMe() {
  return api.useQuery("get", "/api/v1/me", {}, { staleTime: 60_000 });
}

/** An org, with its path and what may be done in it. */
export function useOrg(org: string) {
  return api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}",
    { params: { path: { org_id: org } } },
    { enabled: org !== "", staleTime: 30_000 },
  );
}

/** Whether something that the server listed in `can` is allowed. */
export function may(on: Pick<Shape<"OrgBody">, "can"> | undefined, permission: string): boolean {
  return on?.can.includes(permission) ?? false;
}

import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { create } from "zustand";
import { remember, remembered } from "@/shared/lib/storage";
import { useMe, useOrg } from "./session";

const place = "org";

const last = create<{ org: string }>(() => ({ org: remembered(place, "") }));

/** Forgets which org was looked at: somebody else signs in. */
export function forgetOrg() {
  last.setState({ org: "" });
  remember(place, "");
}

/**
 * The org through which all is seen: that of the address, else the one looked at last, else the first that
 * somebody sees. Empty until that is known.
 */
export function useCurrentOrg(): string {
  const { org: addressed } = useParams({ strict: false }) as { org?: string };
  const me = useMe();
  const before = last((s) => s.org);
  const first = me.data?.tops[0]?.id ?? "";
  const wanted = addressed ?? (me.data ? before : "");
  const seen = useOrg(wanted);
  useEffect(() => {
    if (!addressed || !seen.data || last.getState().org === addressed) return;
    last.setState({ org: addressed });
    remember(place, addressed);
  }, [addressed, seen.data]);
  if (addressed) return addressed;
  // One that is gone, or of a tenant signed in to before, is not there any more.
  return wanted && (seen.data || !seen.error) ? wanted : first;
}

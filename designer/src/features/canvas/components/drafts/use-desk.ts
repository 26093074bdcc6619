import { useEffect } from "react";
import { useMe } from "@/shared/api/session";
import { useAddress } from "@/shared/kit/use-address";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import { useChain, useChainNews } from "./use-chain";

/** How often it is looked who edits and what was saved: while another edits, and else. */
const watching = 4000;
const idle = 15_000;

/**
 * Lays the open draft on the desk for as long as the component is there: sends it, shows what others save,
 * warns before the page goes while something is unsent.
 */
export function useDraftOnDesk(): void {
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const { open, close, follow, leave } = useDesk.getState();
  const hold = useDesk((s) => s.hold.state);
  const lease = useChain().data?.lease;
  const chain = useChain(hold === "held" ? undefined : lease ? watching : idle).data;
  const news = useChainNews();
  const me = useMe().data?.subject_id;
  const id = chain?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` is another function each time and the same in effect
  useEffect(() => {
    if (!me || !id) return;
    open({ org, key, me, id, saved: (answer) => news(org, key, answer.chain) });
    return close;
  }, [org, key, me, id, open, close]);

  // Who comes with edit=1, as from a template, has asked to edit; once is enough.
  const [{ edit }, change] = useAddress();
  useEffect(() => {
    if (!edit || !me || !id) return;
    change({ edit: undefined });
    void useDesk.getState().edit();
  }, [edit, me, id, change]);

  const revision = chain?.draft.revision;
  useEffect(() => {
    if (revision !== undefined) void follow(revision);
  }, [revision, follow]);

  useEffect(() => {
    const onLeave = (e: BeforeUnloadEvent) => {
      if (useDesk.getState().keeper?.unsent()) e.preventDefault();
    };
    const onHidden = () => {
      if (document.visibilityState === "hidden") void useDesk.getState().flush();
    };
    const onOnline = () => void useDesk.getState().flush();
    window.addEventListener("beforeunload", onLeave);
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", onOnline);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      window.removeEventListener("beforeunload", onLeave);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", onOnline);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [leave]);
}

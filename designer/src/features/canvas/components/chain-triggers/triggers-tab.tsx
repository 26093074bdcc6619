import { ChainHold } from "@/shared/holds/chain-hold";
import { TriggersPanel } from "@/shared/triggers/triggers-panel";
import { useEditor } from "../../store";
import { ByCall } from "./by-call";
import { ChainLimits } from "./chain-limits";
import classes from "./chain-triggers.module.css";

/** What starts this chain by itself and by a call, whether its starts are kept, and how many of its runs may be at work. */
export function TriggersTab() {
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  return (
    <div className={classes.tab}>
      <TriggersPanel org={org} chain={key} />
      <ByCall org={org} chain={key} />
      <ChainHold org={org} chain={key} />
      <ChainLimits org={org} chain={key} />
    </div>
  );
}

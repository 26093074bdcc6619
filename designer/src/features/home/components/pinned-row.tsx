import type { QuickLink } from "../api/links";
import classes from "./home.module.css";
import { UnpinButton } from "./unpin-button";

/** A chain that is pinned, to be taken away. */
export function PinnedRow({ link, unpin }: { link: QuickLink; unpin: () => void }) {
  return (
    <li className={classes.row}>
      <span className={classes.start}>{link.chain_name}</span>
      <span className={classes.dim}>{link.chain_org_name}</span>
      <UnpinButton chain={link.chain_name} onClick={unpin} />
    </li>
  );
}

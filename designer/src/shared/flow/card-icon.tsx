import { Skeleton } from "@mantine/core";
import { KindIcon } from "./kind-icon";
import { useOverlay } from "./picture-state";

/** The icon of a card: its kind's, and as long as the kinds have not come, a place for it. */
export function CardIcon({ kind }: { kind: string }) {
  const icon = useOverlay((o) => o.kinds.get(kind)?.icon);
  const come = useOverlay((o) => o.kinds.size > 0);
  return come ? <KindIcon name={icon} /> : <Skeleton circle height={20} width={20} />;
}

import { useParams } from "@tanstack/react-router";
import { InboxScreen } from "./inbox-screen";

/** `/inbox` and `/inbox/:item` */
export function InboxPage() {
  const { item = "" } = useParams({ strict: false }) as { item?: string };
  return <InboxScreen item={item} />;
}

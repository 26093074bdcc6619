/** The settings of a node. */
export function NodeDrawer({ id }: { id: string }) {
  return <aside aria-label={id} />;
}

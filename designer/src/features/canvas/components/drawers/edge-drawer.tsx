/** The settings of an edge, by its key (`edgeKey`). */
export function EdgeDrawer({ edge }: { edge: string }) {
  return <aside aria-label={edge} />;
}

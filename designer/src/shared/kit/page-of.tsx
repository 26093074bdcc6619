import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { ErrorState } from "./error-state";
import { Page } from "./page";

type Props<Thing> = {
  query: { data: Thing | undefined; error: unknown; refetch: () => unknown };
  /** What stands above while it is on its way. */
  title: string;
  height: number;
  children: (thing: Thing) => ReactNode;
};

/** The screen of one thing that comes from the server: on its way, refused, or what is shown of it. */
export function PageOf<Thing>({ query, title, height, children }: Props<Thing>) {
  if (query.data) return children(query.data);
  if (query.error) return <ErrorState whole error={query.error} retry={() => query.refetch()} />;
  return (
    <Page title={title}>
      <Skeleton height={height} />
    </Page>
  );
}

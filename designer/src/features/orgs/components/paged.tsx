import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";

type Pages<Row> = {
  data: { pages: { items: Row[] }[] } | undefined;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
};

/** How lists are asked for, page by page. */
export const byCursor = {
  pageParamName: "cursor",
  initialPageParam: null,
  getNextPageParam: (page: { next?: string }) => page.next,
};

type Props<Row> = {
  list: Pages<Row>;
  empty: { icon: ReactNode; text: string; action?: ReactNode };
  /** What stands above the rows. */
  head?: ReactNode;
  children: (rows: Row[] | undefined, more: { load: () => void; loading: boolean } | undefined) => ReactNode;
};

/** A list with its states: what failed, nothing yet, its rows. */
export function Paged<Row>({ list, empty, head, children }: Props<Row>) {
  const { t } = useTranslation();
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap((p) => p.items);
  if (rows?.length === 0) return <EmptyState {...empty} />;
  const more = list.hasNextPage
    ? { load: () => void list.fetchNextPage(), loading: list.isFetchingNextPage }
    : undefined;
  return (
    <section aria-label={t("list")}>
      {head}
      {children(rows, more)}
    </section>
  );
}

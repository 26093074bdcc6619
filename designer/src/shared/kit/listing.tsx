import type { InfiniteData } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { rowsOf } from "@/shared/api/paged";
import { type Column, DataTable } from "./data-table";
import { ErrorState } from "./error-state";
import type { Pages } from "./load-more";

type Query<Row> = Pages & {
  data: InfiniteData<{ items: Row[]; next?: string }> | undefined;
  refetch: () => unknown;
};

type Props<Row> = {
  query: Query<Row>;
  label: string;
  columns: Column<Row>[];
  id: (row: Row) => string;
  open?: (row: Row) => void;
  keys?: Record<string, (row: Row) => void>;
  current?: string | undefined;
  /** What stands there when there are no rows. */
  empty: ReactNode;
  /** What stands above the rows. */
  head?: ReactNode;
};

/** A list that comes from the server page by page: on its way, refused, empty, or its rows. */
export function Listing<Row>({ query, empty, head, ...table }: Props<Row>) {
  const rows = rowsOf(query.data);
  if (!rows && query.error) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (rows?.length === 0) return empty;
  return (
    <>
      {head}
      <DataTable {...table} rows={rows} more={query} />
    </>
  );
}

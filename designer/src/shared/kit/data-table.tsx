import { Skeleton } from "@mantine/core";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from "react";
import { useLate } from "@/shared/kit/late";
import { composing } from "@/shared/lib/ime";
import classes from "./data-table.module.css";
import { LoadMore, type Pages } from "./load-more";

export type Column<Row> = {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** CSS width. Columns without one share the rest. */
  width?: number | string;
  align?: "end";
  /** Left out where the page is narrower than 900 px. */
  wide?: boolean;
  /** The title is only for screen readers. */
  quiet?: boolean;
};

type Props<Row> = {
  /** What a screen reader calls the table. */
  label: string;
  columns: Column<Row>[];
  /** undefined while they are on their way. */
  rows: Row[] | undefined;
  id: (row: Row) => string;
  /** What Enter and a click on the row do. The first cell should hold a link that does the same. */
  open?: (row: Row) => void;
  /** What other keys do on the row in focus: `{ e: edit }`. */
  keys?: Record<string, (row: Row) => void>;
  /** The row that is shown beside the table. */
  current?: string | undefined;
  /** How the next page is got; without it all rows are there. */
  more?: Pages | undefined;
};

const interactive = "a,button,input,select,textarea,label,[role=menuitem],[role=menu]";

/**
 * Rows of one sort. One of them can be reached by Tab; arrows, Home and End move among them, Enter opens,
 * the keys of `keys` act.
 */
export function DataTable<Row>({ label, columns, rows, id, open, keys, current, more }: Props<Row>) {
  const [active, setActive] = useState(0);
  const late = useLate(rows === undefined);
  const reach = Math.min(active, Math.max((rows?.length ?? 0) - 1, 0));

  function onKey(e: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number) {
    if (e.target !== e.currentTarget || composing(e.nativeEvent) || e.ctrlKey || e.metaKey || e.altKey)
      return;
    const last = (rows?.length ?? 1) - 1;
    const to: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last };
    const target = to[e.key];
    const act = e.key === "Enter" ? open : keys?.[e.key.toLowerCase()];
    if (target !== undefined) {
      const next = Math.min(Math.max(target, 0), last);
      setActive(next);
      const body = e.currentTarget.parentElement;
      (body?.children[next] as HTMLElement | undefined)?.focus();
    } else if (act) act(row);
    else return;
    e.preventDefault();
  }

  function onClick(e: MouseEvent<HTMLTableRowElement>, row: Row) {
    const from = e.target as HTMLElement;
    // What happens in a menu or dialog of the row bubbles here through React, not through the page.
    if (!e.currentTarget.contains(from) || from.closest(interactive)) return;
    if (window.getSelection()?.toString()) return;
    open?.(row);
  }

  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label} aria-busy={rows === undefined}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.id} scope="col" data-wide={c.wide} data-align={c.align} style={{ width: c.width }}>
                <span className={c.quiet ? "hidden-visually" : undefined}>{c.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined &&
            late &&
            ["a", "b", "c", "d", "e"].map((k) => (
              <tr key={k} data-ghost>
                {columns.map((c) => (
                  <td key={c.id} data-wide={c.wide}>
                    <Skeleton height={12} radius="sm" width={c.quiet ? 24 : "70%"} />
                  </td>
                ))}
              </tr>
            ))}
          {rows?.map((row, index) => (
            <tr
              key={id(row)}
              tabIndex={index === reach ? 0 : -1}
              aria-current={current === id(row) || undefined}
              data-open={open ? true : undefined}
              onFocus={() => setActive(index)}
              onKeyDown={(e) => onKey(e, row, index)}
              onClick={(e) => onClick(e, row)}
            >
              {columns.map((c) => (
                <td key={c.id} data-wide={c.wide} data-align={c.align}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more?.hasNextPage && (
        <div className={classes.more}>
          <LoadMore query={more} />
        </div>
      )}
    </div>
  );
}

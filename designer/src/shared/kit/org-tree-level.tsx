import { Button, Loader } from "@mantine/core";
import { IconBuilding, IconChevronRight } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { LoadMore } from "./load-more";
import type { Org } from "./org-tree";
import classes from "./org-tree.module.css";

export type OrgTreeContext = {
  current: string;
  pick: (org: Org) => void;
  drop: ((org: Org, onto: Org) => void) | undefined;
  /** The row that Tab reaches. */
  focused: string;
  focus: (id: string) => void;
  /** Whether a row is open; `usually` is what holds until somebody opens or closes it. */
  isOpen: (id: string, usually: boolean) => boolean;
  open: (id: string, open: boolean) => void;
};

/** So many topmost orgs are open from the start. */
const fewTops = 3;

/** What is dragged; the browser hides the data of a drag until it ends. */
let dragged: Org | undefined;

/** One level of the tree: the topmost orgs, or the children of one. */
export function Orgs({
  parent,
  level,
  context,
}: {
  parent?: string;
  level: number;
  context: OrgTreeContext;
}) {
  const { t } = useTranslation();
  const query = { ...(parent ? { parent } : {}), limit: 100 };
  const orgs = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs",
    { params: { query } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.next },
  );
  if (orgs.isPending)
    return (
      <div role="none" className={classes.note}>
        <Loader size="xs" aria-hidden />
      </div>
    );
  if (!orgs.data)
    return (
      <div role="none" className={classes.note}>
        {asProblem(orgs.error).message}{" "}
        <Button size="compact-xs" variant="subtle" onClick={() => orgs.refetch()}>
          {t("retry")}
        </Button>
      </div>
    );
  const all = orgs.data.pages.flatMap((p) => p.items);
  return (
    <>
      {all.map((org, at) => (
        <OrgRow
          key={org.id}
          org={org}
          level={level}
          context={context}
          first={level === 1 && at === 0}
          usually={level === 1 && all.length <= fewTops}
        />
      ))}
      {orgs.hasNextPage && (
        <div role="none" className={classes.note}>
          <LoadMore query={orgs} size="compact-xs" />
        </div>
      )}
    </>
  );
}

type RowProps = { org: Org; level: number; context: OrgTreeContext; first: boolean; usually: boolean };

function OrgRow({ org, level, context, first, usually }: RowProps) {
  const [over, setOver] = useState(false);
  const open = org.has_children && context.isOpen(org.id, usually);
  const reached = context.focused ? context.focused === org.id : first;
  const onDrag = (e: DragEvent) => {
    if (!dragged || dragged.id === org.id || dragged.parent_id === org.id) return;
    e.preventDefault();
    e.stopPropagation();
    setOver(true);
  };
  const dragging = context.drop
    ? {
        draggable: org.parent_id !== undefined && org.can.includes("org:move"),
        onDragStart: (e: DragEvent) => {
          e.stopPropagation();
          dragged = org;
        },
        onDragEnd: () => {
          dragged = undefined;
        },
        onDragOver: onDrag,
        onDragLeave: () => setOver(false),
        onDrop: (e: DragEvent) => {
          e.preventDefault();
          e.stopPropagation();
          setOver(false);
          if (dragged) context.drop?.(dragged, org);
        },
      }
    : {};
  return (
    <>
      <div
        role="treeitem"
        aria-level={level}
        aria-expanded={org.has_children ? open : undefined}
        aria-selected={org.id === context.current}
        tabIndex={reached ? 0 : -1}
        data-org={org.id}
        data-name={org.name}
        data-over={over || undefined}
        className={classes.item}
        style={{ paddingInlineStart: (level - 1) * 16 }}
        onFocus={(e) => e.target === e.currentTarget && context.focus(org.id)}
        onClick={() => context.pick(org)}
        onKeyDown={(e) => {
          if (e.target !== e.currentTarget || (e.key !== "Enter" && e.key !== " ")) return;
          e.preventDefault();
          context.pick(org);
        }}
        {...dragging}
      >
        <span
          className={classes.fold}
          data-open={open || undefined}
          aria-hidden
          onClick={(e) => {
            if (!org.has_children) return;
            e.stopPropagation();
            context.open(org.id, !open);
          }}
        >
          {org.has_children ? (
            <IconChevronRight size={14} stroke={2} />
          ) : (
            <IconBuilding size={14} stroke={1.5} />
          )}
        </span>
        <span className={classes.name}>{org.name}</span>
      </div>
      {open && <Orgs parent={org.id} level={level + 1} context={context} />}
    </>
  );
}

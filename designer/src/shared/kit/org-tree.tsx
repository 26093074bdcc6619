import { Loader, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { useOrg } from "@/shared/api/session";
import { composing } from "@/shared/lib/ime";
import classes from "./org-tree.module.css";
import { Orgs, type OrgTreeContext } from "./org-tree-level";

export type Org = Shape<"OrgBody">;

type Props = {
  label: string;
  /** The org that is shown; the way to it is open. */
  current?: string;
  pick: (org: Org) => void;
  /** What dropping one org on another does; without it nothing can be dragged. */
  drop?: (org: Org, onto: Org) => void;
  /** Focus starts in the search field. */
  autoFocus?: boolean;
};

/**
 * The orgs that somebody may see, as a tree. Children are asked for when they are opened; searching shows
 * what is found with the way to it. Arrows move and open, letters jump, Enter picks.
 */
export function OrgTree({ label, current = "", pick, drop, autoFocus }: Props) {
  const { t } = useTranslation();
  const tree = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const seen = useOrg(current);
  const [opened, setOpened] = useState<Record<string, boolean>>({});
  const [focused, setFocused] = useState("");
  const way = new Set(seen.data?.path.slice(0, -1).map((c) => c.id));
  const context: OrgTreeContext = {
    current,
    pick,
    drop,
    focused: focused || current,
    focus: setFocused,
    isOpen: (id, usually) => opened[id] ?? (usually || way.has(id)),
    open: (id, open) => setOpened((all) => ({ ...all, [id]: open })),
  };

  const onKey = (e: KeyboardEvent<HTMLDivElement>) => {
    const item = e.target as HTMLElement;
    if (composing(e.nativeEvent) || item.role !== "treeitem" || e.ctrlKey || e.metaKey || e.altKey) return;
    const items = [...(tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
    const at = items.indexOf(item);
    const expanded = item.getAttribute("aria-expanded");
    const id = item.dataset.org ?? "";
    const go = (to: HTMLElement | undefined) => to?.focus();
    if (e.key === "ArrowDown") go(items[at + 1]);
    else if (e.key === "ArrowUp") go(items[at - 1]);
    else if (e.key === "Home") go(items[0]);
    else if (e.key === "End") go(items.at(-1));
    else if (e.key === "ArrowRight" && expanded === "false") context.open(id, true);
    else if (e.key === "ArrowRight" && expanded === "true") go(items[at + 1]);
    else if (e.key === "ArrowLeft" && expanded === "true") context.open(id, false);
    else if (e.key === "ArrowLeft")
      go(items.slice(0, at).findLast((x) => Number(x.ariaLevel) < Number(item.ariaLevel)));
    else if (e.key.length === 1 && e.key !== " ") {
      const begins = (x: HTMLElement) => x.dataset.name?.toLowerCase().startsWith(e.key.toLowerCase());
      go([...items.slice(at + 1), ...items.slice(0, at)].find(begins));
    } else return;
    e.preventDefault();
  };

  return (
    <div className={classes.frame}>
      <TextInput
        size="xs"
        aria-label={t("orgTree.search")}
        placeholder={t("orgTree.search")}
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        data-autofocus={autoFocus}
      />
      {asked ? (
        <FoundOrgs typed={asked} current={current} pick={pick} />
      ) : (
        <div ref={tree} role="tree" aria-label={label} className={classes.tree} onKeyDown={onKey}>
          <Orgs level={1} context={context} />
        </div>
      )}
    </div>
  );
}

function FoundOrgs({ typed, current, pick }: { typed: string; current: string; pick: (o: Org) => void }) {
  const { t } = useTranslation();
  const found = api.useQuery("get", "/api/v1/orgs", { params: { query: { q: typed, limit: 50 } } });
  if (found.isPending) return <Loader size="sm" m="sm" />;
  if (found.error)
    return (
      <p className={classes.note} role="alert">
        {asProblem(found.error).message}
      </p>
    );
  if (found.data.items.length === 0)
    return (
      <p className={classes.note} role="status">
        {t("orgTree.nothing")}
      </p>
    );
  return (
    <ul className={classes.tree} aria-label={t("orgTree.found")}>
      {found.data.items.map((org) => (
        <li key={org.id}>
          <UnstyledButton
            className={classes.found}
            aria-current={org.id === current || undefined}
            onClick={() => pick(org)}
          >
            <span>{org.name}</span>
            <span className={classes.way}>
              {org.path
                .slice(0, -1)
                .map((c) => c.name)
                .join(" / ")}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

import { Menu } from "@mantine/core";
import { IconBinaryTree, IconDots } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { edgeKey, nodeName } from "@/shared/chain/document";
import { changeGraph } from "@/shared/chain/graph";
import { type OutlineLine, outline } from "@/shared/chain/outline";
import { NameField } from "@/shared/flow/name-field";
import { EmptyState } from "@/shared/kit/empty-state";
import { composing } from "@/shared/lib/ime";
import { editor, goTo, leaveField, workspace } from "../actions/bench";
import { giveName } from "../actions/change";
import { remove, removeAndReconnect } from "../model/remove";
import { reorderEdge, reorderNode } from "../model/reorder";
import { useEditor } from "../store";
import classes from "./outline.module.css";
import { OutlineRow } from "./outline-row";

const rowHeight = 32;
const typeAhead = 700;

/**
 * The chain as a tree that is a full editor by keyboard: arrows move, letters find, Enter opens; Insert adds,
 * F2 renames, Delete deletes, Alt with arrows reorders, and the menu key has it all.
 */
export function Outline() {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const editing = useEditor((s) => s.editing);
  const [naming, setNaming] = useState<string>();
  const edge = useEditor((s) => s.selection.edges[0]);
  const focus = useEditor((s) => s.focus);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<string>();
  const typed = useRef({ text: "", at: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => outline(document, (id) => !closed.has(id)), [document, closed]);
  const wanted = edge !== undefined ? `e:${edge}` : focus === undefined ? undefined : `n:${focus}`;
  const at = lines.findIndex((l) => l.id === wanted);
  const line = lines[at];
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  const go = (to: OutlineLine | undefined) => {
    if (!to) return;
    if (to.edge) {
      goTo(to.node.id, false);
      editor().select({ nodes: [], edges: [edgeKey(to.edge)] });
    } else goTo(to.node.id);
  };
  const setOpen = (id: string, open: boolean) => {
    const next = new Set(closed);
    if (open) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  const what = (l: OutlineLine) =>
    l.edge ? { nodes: [], edges: [edgeKey(l.edge)] } : { nodes: [l.node.id], edges: [] };
  const acts = (l: OutlineLine) => ({
    open: () => editor().open(l.edge ? { edge: edgeKey(l.edge) } : { node: l.node.id }),
    add: () => {
      goTo(l.node.id, false);
      workspace().set({ door: l.edge ? { on: edgeKey(l.edge) } : { after: l.node.id, port: "out" } });
    },
    connect: () => {
      goTo(l.node.id);
      workspace().set({ finding: { connect: l.node.id, port: "out" } });
    },
    rename: () => setNaming(l.node.id),
    later: () => reorder(l, 1),
    earlier: () => reorder(l, -1),
    delete: () => drop(l, remove, t("step.delete", { count: 1 })),
    reconnect: () => drop(l, removeAndReconnect, t("step.deleteAndReconnect", { count: 1 })),
  });
  const reorder = (l: OutlineLine, by: 1 | -1) =>
    editor().act(t("step.reorder"), (d) =>
      changeGraph(d, l.path, (g) =>
        l.edge ? reorderEdge(g, edgeKey(l.edge), by) : reorderNode(g, l.node.id, by),
      ),
    );
  const drop = (l: OutlineLine, how: typeof remove, label: string) => {
    const next = lines[at + 1]?.depth === l.depth ? lines[at + 1] : lines[at - 1];
    editor().act(label, (d) => how(d, l.path, what(l)));
    editor().say(label);
    go(next);
  };

  const onKeyDown = (e: KeyboardEvent) => {
    if (composing(e.nativeEvent) || (e.target as Element).closest("input")) return;
    if (press(e)) {
      e.preventDefault();
      e.stopPropagation();
    }
  };
  const press = (e: KeyboardEvent): boolean => {
    const act = line && acts(line);
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.altKey && act && editing && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      if (e.key === "ArrowUp") act.earlier();
      else act.later();
      return true;
    }
    if (editing && act && (e.key === "Delete" || e.key === "Backspace")) {
      if (e.ctrlKey || e.metaKey) act.reconnect();
      else act.delete();
      return true;
    }
    if (!plain) return false;
    switch (e.key) {
      case "ArrowDown":
        go(lines[Math.min(at + 1, lines.length - 1)]);
        return true;
      case "ArrowUp":
        go(lines[Math.max(at - 1, 0)]);
        return true;
      case "Home":
        go(lines[0]);
        return true;
      case "End":
        go(lines.at(-1));
        return true;
      case "ArrowRight":
        if (line?.opens && closed.has(line.id)) setOpen(line.id, true);
        else if (line?.opens) go(lines[at + 1]);
        return true;
      case "ArrowLeft":
        if (line?.opens && !closed.has(line.id)) setOpen(line.id, false);
        else if (line) go(lines.slice(0, at).findLast((l) => l.depth < line.depth));
        return true;
      case "Enter":
        act?.open();
        return true;
      case "Insert":
        if (editing) act?.add();
        return true;
      case "F2":
        if (editing && line && !line.edge) act?.rename();
        return true;
      case "ContextMenu":
      case "F10":
        if (e.key === "F10" && !e.shiftKey) return false;
        setMenu(line?.id);
        return true;
    }
    if (e.key.length !== 1 || e.key === " ") return false;
    const now = Date.now();
    const text = (now - typed.current.at < typeAhead ? typed.current.text : "") + e.key.toLowerCase();
    typed.current = { text, at: now };
    const start = text.length === 1 ? at + 1 : Math.max(at, 0);
    const order = [...lines.slice(start), ...lines.slice(0, start)];
    go(order.find((l) => !l.edge && nodeName(l.node).toLowerCase().startsWith(text)));
    return true;
  };

  if (lines.length === 0)
    return <EmptyState icon={<IconBinaryTree size={32} stroke={1.5} />} text={t("outline.empty")} />;
  return (
    <div
      ref={scroller}
      className={classes.outline}
      role="tree"
      aria-label={t("pane.outline")}
      aria-activedescendant={line && `line-${line.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(e) => {
        workspace().set({ home: "outline" });
        if (e.target === e.currentTarget && at < 0) go(lines[0]);
      }}
    >
      <div className={classes.rows} style={{ height: rows.getTotalSize() }} role="presentation">
        {rows.getVirtualItems().map((row) => {
          const l = lines[row.index];
          if (!l) return null;
          const act = acts(l);
          return (
            <OutlineRow
              key={l.id}
              line={l}
              top={row.start}
              chosen={row.index === at}
              open={l.opens ? !closed.has(l.id) : undefined}
              onToggle={() => setOpen(l.id, closed.has(l.id))}
              onChoose={() => go(l)}
              onOpen={act.open}
              field={
                naming === l.node.id && !l.edge ? (
                  <NameField
                    value={l.node.name ?? ""}
                    placeholder={l.node.id}
                    onDone={(name) => {
                      setNaming(undefined);
                      if (name !== undefined) giveName(l.node.id, name, false, t);
                      leaveField();
                    }}
                  />
                ) : undefined
              }
              menu={
                editing && (row.index === at || menu === l.id) ? (
                  <Menu
                    opened={menu === l.id}
                    onChange={(opened) => setMenu(opened ? l.id : undefined)}
                    position="bottom-end"
                  >
                    <Menu.Target>
                      <button
                        type="button"
                        className={classes.more}
                        tabIndex={-1}
                        aria-label={t("outline.menu", { node: nodeName(l.node) })}
                      >
                        <IconDots size={16} aria-hidden />
                      </button>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={act.open}>{t("action.open")}</Menu.Item>
                      <Menu.Item onClick={act.add}>{t(l.edge ? "action.insert" : "action.append")}</Menu.Item>
                      {!l.edge && <Menu.Item onClick={act.connect}>{t("action.connect")}</Menu.Item>}
                      {!l.edge && <Menu.Item onClick={act.rename}>{t("action.rename")}</Menu.Item>}
                      <Menu.Item onClick={act.earlier}>{t("outline.earlier")}</Menu.Item>
                      <Menu.Item onClick={act.later}>{t("outline.later")}</Menu.Item>
                      <Menu.Divider />
                      <Menu.Item onClick={act.delete}>{t("action.delete")}</Menu.Item>
                      {!l.edge && (
                        <Menu.Item onClick={act.reconnect}>{t("action.deleteAndReconnect")}</Menu.Item>
                      )}
                    </Menu.Dropdown>
                  </Menu>
                ) : undefined
              }
            />
          );
        })}
      </div>
    </div>
  );
}

import { Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUpDouble,
  IconBinaryTree,
  IconDots,
  IconHistory,
  IconLayoutDistributeHorizontal,
  IconNote,
  IconPlus,
  IconSitemap,
  IconTrash,
} from "@tabler/icons-react";
import { Panel } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { Action } from "@/shared/actions/actions";
import { keysOf } from "@/shared/actions/bindings";
import { shown } from "@/shared/actions/hotkeys";
import { graphAt } from "@/shared/chain/graph";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import classes from "./canvas.module.css";

const tools: { id: string; icon: typeof IconPlus; editing?: boolean }[] = [
  { id: "canvas.outline", icon: IconBinaryTree },
  { id: "canvas.history", icon: IconHistory, editing: true },
  { id: "canvas.add", icon: IconPlus, editing: true },
  { id: "canvas.note", icon: IconNote, editing: true },
  { id: "canvas.tidy", icon: IconSitemap, editing: true },
  { id: "canvas.delete", icon: IconTrash, editing: true },
  { id: "canvas.undos", icon: IconArrowBackUpDouble },
];

/** What else can be done with what is selected, in the order of the menu; an empty text is a line. */
const more = [
  "canvas.append",
  "canvas.insert",
  "canvas.connect",
  "canvas.rename",
  "canvas.changeId",
  "canvas.replace",
  "canvas.pin",
  "",
  "canvas.duplicate",
  "canvas.copy",
  "canvas.cut",
  "canvas.paste",
  "canvas.deleteAndReconnect",
  "",
  "canvas.group",
  "canvas.ungroup",
  "canvas.turn",
];

const arranging = [
  "canvas.align.left",
  "canvas.align.center",
  "canvas.align.right",
  "canvas.align.top",
  "canvas.align.middle",
  "canvas.align.bottom",
  "canvas.distribute.x",
  "canvas.distribute.y",
];

/** The actions that people look for first. All others are in its menu, by their keys, or in the palette. */
export function CanvasToolbar({ actions }: { actions: Action[] }) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const many = useEditor((s) => s.selection.nodes.length);
  const inside = useEditor((s) => s.path.length > 0);
  const undoable = useEditor((s) => (graphAt(s.document, s.path) ?? s.document).nodes.some((n) => n.undo));
  const outline = useWorkspace((s) => s.outline);
  const pane = useWorkspace((s) => s.pane);
  const undos = useWorkspace((s) => s.undos);
  const shows = new Set([outline && "canvas.outline", undos && "canvas.undos", pane && `canvas.${pane}`]);
  const byId = new Map(actions.map((a) => [a.id, a]));
  const items = (ids: string[]) =>
    ids.map((id, i) => {
      const action = byId.get(id);
      // biome-ignore lint/suspicious/noArrayIndexKey: two lines have nothing that tells them apart
      if (!action) return <Menu.Divider key={i} />;
      return (
        <Menu.Item
          key={id}
          disabled={action.enabled === false}
          onClick={action.perform}
          rightSection={<Keys action={action} />}
        >
          {action.label}
        </Menu.Item>
      );
    });
  return (
    <Panel position={inside ? "top-center" : "top-left"}>
      <div className={classes.toolbar} role="toolbar" aria-label={t("toolbar")}>
        {tools
          .filter((tool) => (editing || !tool.editing) && (undoable || tool.id !== "canvas.undos"))
          .map(({ id, icon: Icon }) => {
            const action = byId.get(id);
            if (!action) return null;
            // The trash is for what is selected, wherever the keyboard is.
            const enabled = id === "canvas.delete" ? many > 0 : action.enabled !== false;
            const keys = keysOf(action)[0];
            return (
              <Tooltip key={id} label={keys ? `${action.label} (${shown(keys)})` : action.label}>
                <button
                  type="button"
                  className={classes.tool}
                  aria-label={action.label}
                  aria-pressed={shows.has(id) || undefined}
                  disabled={!enabled}
                  onClick={action.perform}
                >
                  <Icon size={18} stroke={1.7} aria-hidden />
                </button>
              </Tooltip>
            );
          })}
        {editing && many > 1 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <button type="button" className={classes.tool} aria-label={t("arrange")} title={t("arrange")}>
                <IconLayoutDistributeHorizontal size={18} stroke={1.7} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>{items(arranging)}</Menu.Dropdown>
          </Menu>
        )}
        {editing && (
          <Menu position="bottom-start" width={280}>
            <Menu.Target>
              <button type="button" className={classes.tool} aria-label={t("more")} title={t("more")}>
                <IconDots size={18} stroke={1.7} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>{items(more)}</Menu.Dropdown>
          </Menu>
        )}
      </div>
    </Panel>
  );
}

function Keys({ action }: { action: Action }) {
  const keys = keysOf(action)[0];
  return keys === undefined ? null : <span className={classes.keys}>{shown(keys)}</span>;
}

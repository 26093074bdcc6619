import { Menu, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Action, offered, registry } from "@/shared/actions/actions";
import { keysOf } from "@/shared/actions/bindings";
import { shown } from "@/shared/actions/hotkeys";
import type { Point } from "@/shared/chain/document";
import { focusHome, nameOf, subject } from "../actions/bench";
import { type About, aboutOf, menuOf } from "../model/menu";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import classes from "./canvas.module.css";

type Props = { x: number; y: number; place?: Point };

/**
 * The one menu of the canvas: what can be done with what is selected, else with the canvas itself. What cannot
 * be done stands there with its reason, or not at all.
 */
export function CanvasMenu({ x, y, place }: Props) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  const selection = useEditor((s) => s.selection);
  const focus = useEditor((s) => s.focus);
  const layers = registry((s) => s.layers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is about is read from the selection and the focus
  const about = useMemo<About>(
    () => (place ? { is: "canvas" } : aboutOf(document, kinds, subject())),
    [place, document, kinds, selection, focus],
  );
  const byId = new Map(
    offered(layers)
      .filter((a) => a.enabled !== false || a.why !== undefined)
      .map((a) => [a.id, a]),
  );
  const parts = menuOf(about)
    .map((ids) => ids.flatMap((id) => byId.get(id) ?? []))
    .filter((part) => part.length > 0);
  const first = parts.flat().find((a) => a.enabled !== false);
  const name =
    about.is === "canvas"
      ? t("menu.canvas")
      : "id" in about
        ? t("menu.of", { name: nameOf(about.id) })
        : t("menu.some");

  const close = () => {
    useWorkspace.setState({ menu: undefined });
    focusHome();
  };
  const perform = (action: Action) => {
    close();
    useWorkspace.setState({ pointed: place });
    action.perform();
    useWorkspace.setState({ pointed: undefined });
  };

  return (
    <Menu
      opened
      onChange={(open) => !open && close()}
      position="bottom-start"
      offset={2}
      width={280}
      middlewares={{ flip: true, shift: true, size: true }}
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      closeOnItemClick={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span aria-hidden className={classes.anchor} style={{ left: x, top: y }}>
          {name}
        </span>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} onContextMenu={(e) => e.preventDefault()}>
        {parts.map((part, i) => [
          i > 0 && <Menu.Divider key={`before ${part[0]?.id}`} />,
          ...part.map((action) => (
            <Menu.Item
              key={action.id}
              data-disabled={action.enabled === false || undefined}
              aria-disabled={action.enabled === false || undefined}
              data-autofocus={action === first || undefined}
              onClick={() => action.enabled !== false && perform(action)}
              rightSection={<Keys action={action} />}
            >
              {action.label}
              {action.enabled === false && (
                <Text size="xs" c="dimmed" component="span" display="block">
                  {action.why}
                </Text>
              )}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}

function Keys({ action }: { action: Action }) {
  const keys = keysOf(action)[0];
  return keys === undefined ? null : <span className={classes.keys}>{shown(keys)}</span>;
}

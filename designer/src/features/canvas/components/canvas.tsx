import { Button } from "@mantine/core";
import { Panel } from "@xyflow/react";
import { type ClipboardEvent, useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphAt } from "@/shared/chain/graph";
import { type Editing, Flow } from "@/shared/flow/flow";
import { bringIntoView, editor, nameOf, shownGraph } from "../actions/bench";
import { fold, takeName, takeNote } from "../actions/change";
import { put, takeAway, taken } from "../actions/clipboard";
import { connectNodes } from "../actions/connect";
import { menuAt } from "../actions/menu";
import { moveTo } from "../model/arrange";
import { obstacles } from "../model/connect";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import classes from "./canvas.module.css";
import { CanvasToolbar } from "./canvas-toolbar";
import { FirstNode } from "./first-node";
import { BottomPane, CanvasDialogs, CanvasMenu, SidePane, TrialStrip } from "./later";
import { usePins } from "./trial/pins";
import { useTrial } from "./trial/trial-store";
import { useCanvasActions } from "./use-canvas-actions";

/** The draft, drawn; editable for whoever holds it. */
export function Canvas() {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  const problems = useEditor((s) => s.problems);
  const states = useTrial((s) => s.states);
  const trial = useTrial((s) => s.run);
  const selection = useEditor((s) => s.selection);
  const focus = useEditor((s) => s.focus);
  const naming = useEditor((s) => s.naming);
  const path = useEditor((s) => s.path);
  const editing = useEditor((s) => s.editing);
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const said = useEditor((s) => s.said);
  const { pins } = usePins(org, key);
  const pinned = useMemo(() => new Set(path.length === 0 ? Object.keys(pins) : []), [pins, path]);
  const tidying = useWorkspace((s) => s.tidying);
  const undos = useWorkspace((s) => s.undos);
  const glide = useWorkspace((s) => s.tidied);
  const outline = useWorkspace((s) => s.outline);
  const pane = useWorkspace((s) => s.pane);
  const menu = useWorkspace((s) => s.menu);
  const { setPath, select, open } = useEditor.getState();
  const { set } = useWorkspace.getState();
  const [focused, setFocused] = useState(false);
  const [keyboard, setKeyboard] = useState(false);
  const actions = useCanvasActions(focused || menu !== undefined);
  const edits = useEdits(editing);
  const empty = (graphAt(document, path) ?? document).nodes.length === 0;

  // The pane takes room from the canvas, maybe that of the very node that the keyboard is at.
  const below = pane !== undefined;
  useEffect(() => {
    const { focus: at } = editor();
    if (!below || at === undefined) return;
    const soon = setTimeout(() => bringIntoView(at), 100);
    return () => clearTimeout(soon);
  }, [below]);

  // A menu is about what was on the screen.
  useEffect(() => () => set({ menu: undefined }), [set]);

  const clip = useCallback(
    (cut: boolean) => (e: ClipboardEvent) => {
      if (inField(e.target)) return;
      const text = taken();
      if (text === undefined) return;
      e.preventDefault();
      e.clipboardData.setData("text/plain", text);
      if (cut) takeAway(t);
    },
    [t],
  );

  return (
    <div
      className={classes.whole}
      data-canvas
      data-keyboard={keyboard || undefined}
      onCopy={clip(false)}
      onCut={clip(true)}
      onPaste={(e) => {
        if (inField(e.target)) return;
        e.preventDefault();
        put(e.clipboardData.getData("text/plain"), t);
      }}
      onKeyDownCapture={() => setKeyboard(true)}
      onPointerDownCapture={() => setKeyboard(false)}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the surface in it has the role, and the key for it */}
      <div className={classes.upper} onContextMenu={menuAt}>
        {outline && <SidePane />}
        <Flow
          document={document}
          kinds={kinds}
          problems={problems}
          states={states}
          path={path}
          onPath={setPath}
          selected={selection}
          onSelect={(next) => select(next, next.nodes.at(-1))}
          onOpen={open}
          view={`${org}/${key}`}
          undos={undos}
          pinned={pinned}
          glide={glide}
          label={t("canvas", { name: document.name })}
          onReady={(surface) => set({ surface })}
          onFocusChange={(inside) => {
            setFocused(inside);
            if (inside) set({ home: "canvas" });
          }}
          {...(focus === undefined ? {} : { focus })}
          {...(naming === undefined ? {} : { naming })}
          {...(edits ? { editing: edits } : {})}
        >
          <CanvasToolbar actions={actions} />
          {trial?.org === org && trial.key === key && <TrialStrip trial={trial} />}
          {empty && editing && <FirstNode />}
          {tidying && (
            <Panel position="bottom-center">
              <Button variant="default" onClick={() => tidying.abort()}>
                {t("tidying")}
              </Button>
            </Panel>
          )}
        </Flow>
      </div>
      {pane && <BottomPane pane={pane} />}
      {menu && <CanvasMenu key={`${menu.x} ${menu.y}`} {...menu} />}
      <CanvasDialogs />
      <div className="hidden-visually" role="status" aria-live="polite" key={Math.floor(said.n / 50)}>
        {said.text}
      </div>
    </div>
  );
}

function inField(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, [contenteditable=true]") !== null;
}

/** What the surface may do to the draft; undefined for whoever does not hold it. */
function useEdits(editing: boolean): Editing | undefined {
  const { t } = useTranslation("canvas");
  return useMemo<Editing | undefined>(() => {
    if (!editing) return undefined;
    const { set } = useWorkspace.getState();
    return {
      move: (places) =>
        editor().act(t("step.move", { count: places.size }), (d) => moveTo(d, editor().path, places)),
      fits: (from, port) => {
        const found = obstacles(shownGraph(), editor().kinds, from, port);
        return new Map([...found].map(([id, why]) => [id, why === undefined ? "" : t(`obstacle.${why}`)]));
      },
      connect: (from, port, to) =>
        connectNodes(from, port, to, t("step.connect", { from: nameOf(from), to: nameOf(to) })),
      refused: (why) => editor().say(why),
      dropped: (after, port, at) => set({ door: { after, port, at: { x: at.x - 110, y: at.y } } }),
      addAt: (at) => set({ door: { at: { x: at.x - 110, y: at.y - 32 } } }),
      deeds: {
        fold: (id) => fold(id, t),
        rename: (id, name) => takeName(id, name, t),
        append: (after, port) => set({ door: { after, port } }),
        insert: (on) => set({ door: { on } }),
        writeNote: (id, text) => takeNote(id, text, t),
      },
    };
  }, [editing, t]);
}

import type { Action } from "@/shared/actions/actions";
import { grid } from "@/shared/chain/layout";
import { aligned, distributed, moveTo, placesOf, type Side, shifted, turn } from "../model/arrange";
import { type Bench, editor, fitAll, shownGraph, subjects, workspace } from "./bench";

const sides: Side[] = ["left", "center", "right", "top", "middle", "bottom"];

/** What moves nodes. */
export function arrangeActions({ t, editing, some, many, focused }: Bench): Action[] {
  const by = (dx: number, dy: number) => () => {
    const { document, path, act } = editor();
    const places = placesOf(document, path, subjects());
    act(
      t("step.move", { count: places.size }),
      (d) => moveTo(d, path, shifted(places, dx, dy)),
      `move:${[...places.keys()].join()}`,
    );
  };
  const keys: [string, number, number][] = [
    ["left", -1, 0],
    ["right", 1, 0],
    ["up", 0, -1],
    ["down", 0, 1],
  ];
  return [
    ...keys.flatMap(([way, x, y]): Action[] =>
      [1, 5].map((far) => ({
        id: `canvas.move.${way}.${far}`,
        label: t("action.move"),
        keys: [`alt+${far === 5 ? "shift+" : ""}arrow${way}`],
        enabled: editing && focused && some,
        hidden: true,
        perform: by(x * grid * far, y * grid * far),
      })),
    ),
    ...sides.map(
      (side): Action => ({
        id: `canvas.align.${side}`,
        label: t(`action.align.${side}`),
        enabled: editing && many > 1,
        perform: () => {
          const { document, path, act } = editor();
          act(t("step.align"), (d) => moveTo(d, path, aligned(placesOf(document, path, subjects()), side)));
        },
      }),
    ),
    ...(["x", "y"] as const).map(
      (axis): Action => ({
        id: `canvas.distribute.${axis}`,
        label: t(`action.distribute.${axis}`),
        enabled: editing && many > 2,
        perform: () => {
          const { document, path, act } = editor();
          act(t("step.distribute"), (d) =>
            moveTo(d, path, distributed(placesOf(document, path, subjects()), axis)),
          );
        },
      }),
    ),
    {
      id: "canvas.turn",
      label: t("action.turn"),
      enabled: editing,
      perform: () => {
        const to = editor().document.layout?.direction === "right" ? "down" : "right";
        editor().act(t("step.turn"), (d) => turn(d, to));
        window.setTimeout(fitAll);
      },
    },
    {
      id: "canvas.tidy",
      label: t("action.tidy"),
      keys: ["shift+t"],
      enabled: editing,
      perform: () => void tidyUp(t("step.tidy"), t("said.tidied")),
    },
  ];
}

/** Tidies the selected nodes, or all if not several are selected: in the background, as one step. */
async function tidyUp(label: string, said: string): Promise<void> {
  workspace().tidying?.abort();
  const { tidy } = await import("@/shared/flow/layout/tidy");
  const graph = shownGraph();
  const { document, path, selection } = editor();
  const stop = new AbortController();
  workspace().set({ tidying: stop });
  const ids = selection.nodes.length > 1 ? new Set(selection.nodes) : undefined;
  const places = await tidy(graph, document.layout, ids, stop.signal).catch(() => undefined);
  if (workspace().tidying === stop) workspace().set({ tidying: undefined });
  if (!places || stop.signal.aborted || shownGraph() !== graph) return;
  workspace().set({ tidied: workspace().tidied + 1 });
  editor().act(label, (d) => moveTo(d, path, places));
  editor().say(said);
}

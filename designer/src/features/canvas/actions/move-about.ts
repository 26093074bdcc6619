import type { Action } from "@/shared/actions/actions";
import { edgeKey, nodeName } from "@/shared/chain/document";
import { findNode, followers, innerGraph, predecessors, reachable } from "@/shared/chain/graph";
import { neighbour, type Way } from "@/shared/chain/neighbours";
import { inOrder } from "@/shared/chain/outline";
import { calledBy } from "../model/called";
import { nothing } from "../model/selection";
import {
  type Bench,
  current,
  editor,
  fitAll,
  fitSelection,
  goTo,
  shownGraph,
  shownPlaces,
  workspace,
} from "./bench";

const ways: Way[] = ["up", "down", "left", "right"];

/** What moves the focus, the selection and the view; nothing of it changes the draft. */
export function moveAboutActions({ t, focused, some, edge }: Bench): Action[] {
  const quick = { duration: 150 };
  const step = (id: string, label: string, keys: string[], perform: () => void, enabled = true): Action => ({
    id: `canvas.${id}`,
    label,
    keys,
    enabled,
    perform,
  });
  const end = (which: 0 | -1) => () => {
    const id = inOrder(shownGraph()).at(which);
    if (id !== undefined) goTo(id);
  };
  return [
    ...ways.map((way) => ({
      ...step(`go.${way}`, t("action.go"), [`arrow${way}`], () => goWay(way), focused),
      hidden: true,
    })),
    ...(["up", "down"] as const).map((way) => ({
      ...step(`extend.${way}`, t("action.extend"), [`shift+arrow${way}`], () => extend(way), focused && some),
      hidden: true,
    })),
    step("go.first", t("action.first"), ["home"], end(0), focused),
    step("go.last", t("action.last"), ["end"], end(-1), focused),
    step("find", t("action.find"), ["mod+f"], () => workspace().set({ finding: "go" })),
    step("selectAll", t("action.selectAll"), ["mod+a"], () => {
      const graph = shownGraph();
      editor().select({ nodes: graph.nodes.map((n) => n.id), edges: (graph.edges ?? []).map(edgeKey) });
      editor().say(t("said.selected", { count: graph.nodes.length }));
    }),
    {
      ...step("leave", t("action.leave"), ["escape"], leave, focused),
      hidden: true,
    },
    step(
      "enter",
      t("action.enter"),
      ["mod+arrowdown"],
      () => {
        const id = current();
        const node = id === undefined ? undefined : findNode(editor().document, id);
        if (node && innerGraph(node)) editor().setPath([...editor().path, node.id]);
      },
      focused && some,
    ),
    step("called", t("action.called"), ["shift+enter"], openCalled, focused && some),
    step("undos", t("action.undos"), ["u"], () => workspace().set({ undos: !workspace().undos })),
    step("zoomIn", t("action.zoomIn"), ["+", "="], () => void workspace().surface?.zoomIn(quick)),
    step("zoomOut", t("action.zoomOut"), ["-"], () => void workspace().surface?.zoomOut(quick)),
    step("zoomFull", t("action.zoomFull"), ["0"], () => void workspace().surface?.zoomTo(1, quick)),
    step("fitAll", t("action.fitAll"), ["1"], fitAll),
    step("fitSelection", t("action.fitSelection"), ["2"], fitSelection, some || edge),
  ];
}

/** Shows the chain that a node runs. Its drawer, if it is open, is there again on the way back. */
export function openCalled(): void {
  const id = current();
  const node = id === undefined ? undefined : findNode(editor().document, id);
  if (!node || !calledBy(node)) return;
  const drawer = new URLSearchParams(window.location.search).get("node");
  editor().open({ called: node.id, ...(drawer ? { node: drawer } : {}) });
}

function goWay(way: Way): void {
  const direction = editor().document.layout?.direction ?? "down";
  const id = neighbour(shownGraph(), shownPlaces(), direction, current(), way);
  if (id === undefined) return;
  goTo(id);
  editor().say(nodeName(findNode(editor().document, id) ?? { id }));
}

/** Selects all that comes before or after what is selected. */
function extend(way: "up" | "down"): void {
  const { selection, select } = editor();
  const graph = shownGraph();
  const next = way === "down" ? followers(graph) : predecessors(graph);
  const from = selection.nodes.length > 0 ? selection.nodes : [current() ?? ""];
  const nodes = new Set(selection.nodes);
  for (const id of from) for (const n of reachable(next, id)) nodes.add(n);
  select({ nodes: [...nodes], edges: selection.edges });
}

/** Lets go of what is selected; with nothing selected, leaves an inner graph. */
function leave(): void {
  const { selection, select, path, setPath, open } = editor();
  workspace().tidying?.abort();
  if (selection.nodes.length + selection.edges.length > 0) {
    select(nothing);
    open();
  } else if (path.length > 0) {
    const outer = path.at(-1);
    setPath(path.slice(0, -1));
    if (outer !== undefined) goTo(outer);
  }
}

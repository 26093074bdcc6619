import type { Action } from "@/shared/actions/actions";
import type { Finding } from "@/shared/chain/kinds";
import { edgesOf } from "../model/problems";
import { type Pane, showPane } from "../workspace";
import { type Bench, editor, focusHome, goTo, workspace } from "./bench";

/** Problems, the outline, and the pane below the canvas. */
export function checkActions({ t }: Bench): Action[] {
  const pane = (name: Pane) => () => {
    const inside = window.document.activeElement?.closest("[data-pane]");
    const closes = workspace().pane === name;
    showPane(closes ? undefined : name);
    if (closes && inside) focusHome();
  };
  return [
    {
      id: "canvas.outline",
      label: t("action.outline"),
      keys: ["o"],
      perform: () => {
        const outline = !workspace().outline;
        workspace().set({ outline, home: outline ? "outline" : "canvas" });
        window.setTimeout(focusHome);
      },
    },
    { id: "canvas.problems", label: t("action.problems"), perform: pane("problems") },
    { id: "canvas.log", label: t("action.log"), keys: ["l"], perform: pane("test") },
    { id: "canvas.history", label: t("action.history"), perform: pane("history") },
    { id: "canvas.nextProblem", label: t("action.nextProblem"), keys: ["f8"], perform: () => go(1) },
    {
      id: "canvas.previousProblem",
      label: t("action.previousProblem"),
      keys: ["shift+f8"],
      perform: () => go(-1),
    },
  ];
}

let at = -1;

function go(by: 1 | -1): void {
  const { problems } = editor();
  if (problems.length === 0) return;
  at = (at + by + problems.length) % problems.length;
  const problem = problems[at];
  if (problem) goToProblem(problem);
}

/** Shows what a problem is about, and opens its drawer. */
export function goToProblem(problem: Finding): void {
  const { document, select, open, say } = editor();
  if (problem.node !== undefined) {
    goTo(problem.node);
    open({ node: problem.node });
  } else {
    const key = edgesOf(document, problem)[0];
    if (key !== undefined && problem.from !== undefined) {
      goTo(problem.from, false);
      select({ nodes: [], edges: [key] });
      open({ edge: key });
    }
  }
  say(problem.detail);
}

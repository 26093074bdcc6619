import { changeGraph } from "@/shared/chain/graph";
import { connect, type Port } from "../model/connect";
import { editor } from "./bench";

/** Draws an edge, and says so. */
export function connectNodes(from: string, port: Port, to: string, label: string): void {
  const { path, act, say } = editor();
  act(label, (d) => changeGraph(d, path, (g) => connect(g, from, port, to)));
  say(label);
}

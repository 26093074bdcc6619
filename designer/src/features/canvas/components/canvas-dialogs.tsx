import { focusHome } from "../actions/bench";
import { ChangeIdDialog } from "./change-id-dialog";
import { FindNode } from "./find-node";
import { NodePalette } from "./node-palette";

/** What opens over the canvas by its keys; each shows itself when the workspace says so. */
export function CanvasDialogs() {
  return (
    <>
      <NodePalette onClose={focusHome} />
      <FindNode onClose={focusHome} />
      <ChangeIdDialog />
    </>
  );
}

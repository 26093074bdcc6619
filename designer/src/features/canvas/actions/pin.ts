import { notifications } from "@mantine/notifications";
import type { TFunction } from "i18next";
import type { Action } from "@/shared/actions/actions";
import { lastRun, outputOf } from "../api/runs";
import { pinsOf, setPin } from "../components/trial/pins";
import { useTrial } from "../components/trial/trial-store";
import { type Bench, currentNode, editor, nameOf } from "./bench";

/** Freezing what a node gave, for tests. */
export function pinActions({ t, editing, some, outermost }: Bench): Action[] {
  return [
    {
      id: "canvas.pin",
      label: t("action.pin"),
      keys: ["p"],
      // A test knows pins of the outermost graph only.
      enabled: editing && some && outermost,
      perform: () => {
        const node = currentNode();
        if (node !== undefined) void pinOrNot(node, t);
      },
    },
  ];
}

/** Pins what a node gave in the test that is shown, else in the last run; or takes its pin off. */
export async function pinOrNot(node: string, t: TFunction): Promise<void> {
  const { org, key } = editor();
  const tell = (message: string) => notifications.show({ message, autoClose: 4000 });
  const name = nameOf(node);
  if (node in pinsOf(org, key)) {
    setPin(org, key, node, undefined);
    tell(t("pin.off", { name }));
    return;
  }
  const shown = useTrial.getState().run;
  const run =
    shown?.org === org && shown.key === key ? shown.id : await lastRun(org, key).catch(() => undefined);
  // A run that did not come to the node, or whose data may not be seen, has nothing to pin.
  const output = run && (await outputOf(org, run, node).catch(() => undefined));
  if (output === undefined) {
    tell(t("pin.nothing", { name }));
    return;
  }
  setPin(org, key, node, output);
  tell(t("pin.on", { name }));
}

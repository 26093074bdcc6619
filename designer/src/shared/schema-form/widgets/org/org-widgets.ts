import type { Widgets } from "../../context";
import { ChainWidget } from "./chain";
import { EngineWidget, PositionWidget } from "./engine";
import { EnvironmentWidget } from "./environment";
import { PositionParametersWidget } from "./position-parameters";
import { SecretWidget } from "./secret";
import { TaskScriptWidget } from "./task-script";

/** The widgets that choose among an org's things; a form that has them is given its org. */
export const orgWidgets: Widgets = {
  secret: SecretWidget,
  environment: EnvironmentWidget,
  "task-script": TaskScriptWidget,
  engine: EngineWidget,
  position: PositionWidget,
  "position-parameters": PositionParametersWidget,
  chain: ChainWidget,
};

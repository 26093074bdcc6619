import type { Widgets } from "../../context";
import { ChainWidget } from "./chain";
import { ChainInputWidget } from "./chain-input";
import { ChainVersionWidget } from "./chain-version";
import { EngineWidget, PositionWidget } from "./engine";
import { EnvironmentWidget } from "./environment";
import { GroupWidget } from "./group";
import { MemberWidget } from "./member";
import { OrgAboveWidget } from "./org-above";
import { PositionParametersWidget } from "./position-parameters";
import { RoleWidget } from "./role";
import { SecretWidget } from "./secret";
import { SwitchWidget } from "./switch";
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
  "chain-version": ChainVersionWidget,
  "chain-input": ChainInputWidget,
  member: MemberWidget,
  role: RoleWidget,
  group: GroupWidget,
  "org-above": OrgAboveWidget,
  switch: SwitchWidget,
};

import type { Widgets } from "../context";
import { BooleanWidget } from "./boolean";
import { ChoiceWidget } from "./choice";
import { ChoicesWidget } from "./choices";
import { CodeWidget, MarkdownWidget, ScriptWidget } from "./code";
import { CronWidget } from "./cron";
import { DateTimeWidget } from "./date-time";
import { DurationWidget } from "./duration";
import { JsonWidget } from "./json";
import { NumberWidget } from "./number";
import { SchemaWidget } from "./schema";
import { TemplateWidget } from "./template";
import { TextWidget } from "./text";
import { TextOrSecretWidget } from "./text-or-secret";

/** The widgets that need no server, by sort or by `x-widget`. */
export const basicWidgets: Widgets = {
  text: TextWidget,
  textarea: TextWidget,
  number: NumberWidget,
  boolean: BooleanWidget,
  choice: ChoiceWidget,
  const: ChoiceWidget,
  choices: ChoicesWidget,
  template: TemplateWidget,
  "text-or-secret": TextOrSecretWidget,
  duration: DurationWidget,
  "date-time": DateTimeWidget,
  cron: CronWidget,
  json: JsonWidget,
  schema: SchemaWidget,
  script: ScriptWidget,
  code: CodeWidget,
  markdown: MarkdownWidget,
};

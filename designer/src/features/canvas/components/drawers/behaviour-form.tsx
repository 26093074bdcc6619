import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Body, JsonSchema } from "@/shared/chain/document";
import { graphAt, pathTo, predecessors } from "@/shared/chain/graph";
import type { Known } from "@/shared/schema-form/expressions";
import { isFields, put } from "@/shared/schema-form/pointer";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import type { FormProblem } from "@/shared/schema-form/store";
import { useEditor } from "../../store";
import { JoinWidget } from "./join-widget";
import { inFields } from "./problems-of";

/** What every node has beside its kind, in the order in which it is shown. */
export const behaviours = ["join", "retry", "timeout", "on_failure"] as const;
type Behaviour = (typeof behaviours)[number];

type Props = {
  node: Body & { id?: string };
  problems: FormProblem[];
  known: Known;
  change: (edit: (body: Body) => Body, pointer: string) => void;
  /** Those that are asked for; all that mean something for the node if left out. */
  only?: readonly Behaviour[];
};

const widgets = { join: JoinWidget };

/** How a node behaves in a run: what it waits for, how often it is tried, how long, and what its failure means. */
export function BehaviourForm({ node, problems, change, only }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const failure = useEditor((s) => s.kinds.get(node.kind)?.ports.failure ?? true);
  const joins = useEditor((s) => {
    const graph = graphAt(s.document, pathTo(s.document, node.id ?? "") ?? []);
    return (graph && node.id ? (predecessors(graph).get(node.id)?.length ?? 0) : 0) > 1;
  });
  const shown = (only ?? behaviours).filter(
    (b) => node[b] !== undefined || (b === "join" ? joins : b === "on_failure" ? failure : true),
  );
  const names = shown.join(" ");
  const schema = useMemo(() => schemaOf(names.split(" ") as Behaviour[], t), [names, t]);
  const value = useMemo(
    () => Object.fromEntries(behaviours.flatMap((b) => (node[b] === undefined ? [] : [[b, node[b]]]))),
    [node],
  );
  const own = useMemo(() => inFields(problems, behaviours), [problems]);
  return (
    <SchemaForm
      schema={schema}
      value={value}
      onChange={(next, pointer) =>
        change(
          (b) =>
            shown.reduce((made, n) => put(made, `/${n}`, isFields(next) ? next[n] : undefined) as Body, b),
          pointer,
        )
      }
      problems={own}
      widgets={widgets}
      moreLabel={t("drawer.behaviour")}
      readOnly={!editing}
    />
  );
}

/** A field for a time, such as 10m. */
export const time = { type: "string", pattern: "^([0-9]{1,9}(ms|s|m|h|d))+$", "x-widget": "duration" };

function schemaOf(names: Behaviour[], t: TFunction<"canvas">): JsonSchema {
  const say = (key: string) => t(`drawer.${key}` as "drawer.name");
  const all: Record<Behaviour, JsonSchema> = {
    join: { title: say("join.title"), "x-widget": "join", "x-more": true },
    retry: {
      type: "object",
      title: say("retry.title"),
      description: say("retry.about"),
      required: ["attempts"],
      "x-more": true,
      "x-order": ["attempts", "backoff"],
      properties: {
        attempts: { type: "integer", minimum: 1, maximum: 100, default: 3, title: say("retry.attempts") },
        backoff: {
          type: "object",
          title: say("retry.backoff"),
          "x-order": ["initial", "factor", "max"],
          properties: {
            initial: { ...time, default: "1s", title: say("retry.initial") },
            factor: { type: "number", minimum: 1, maximum: 100, default: 2, title: say("retry.factor") },
            max: { ...time, default: "1m", title: say("retry.max") },
          },
        },
      },
    },
    timeout: { ...time, title: say("timeout.title"), description: say("timeout.about"), "x-more": true },
    on_failure: {
      title: say("onFailure.title"),
      "x-more": true,
      default: "stop",
      oneOf: ["stop", "continue", "follow_failure_edges"].map((value) => ({
        const: value,
        title: say(`onFailure.${value}`),
      })),
    },
  };
  return { type: "object", properties: Object.fromEntries(names.map((n) => [n, all[n]])), "x-order": names };
}

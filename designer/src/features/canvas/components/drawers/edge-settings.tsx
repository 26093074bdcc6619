import { Radio, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ChainEdge, edgeKey } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { portsOf } from "@/shared/chain/kinds";
import { GlueSampleContext } from "@/shared/schema-form/glue-trial";
import type { FormProblem } from "@/shared/schema-form/store";
import { GlueEditor } from "@/shared/schema-form/widgets/glue-editor";
import { useEditor } from "../../store";
import { setOnEdge, type Taken, take, takenOf } from "./change-edge";
import { Condition } from "./condition";
import classes from "./drawer.module.css";
import { EdgeFate } from "./edge-fate";
import { useGlueSampleAt } from "./glue-sample";
import { edgesFrom } from "./known";
import { ProblemLines } from "./problem-lines";
import { inFields, under } from "./problems-of";
import { useEdgeKnown } from "./use-edge-known";
import type { useSamples } from "./use-samples";
import { useTaken } from "./use-taken";
import { Values } from "./values-later";

type Props = { edge: ChainEdge; problems: FormProblem[]; samples: ReturnType<typeof useSamples> };

/** When an edge is taken, what the next node gets by it, and what stands at it. */
export function EdgeSettings({ edge, problems, samples }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const failing = useEditor((s) => {
    const from = findNode(s.document, edge.from);
    return edge.failure || !from || portsOf(s.kinds, from).failure;
  });
  const known = useEdgeKnown(edge.from, samples);
  const given = useGlueSampleAt(edge.from, samples, true);
  const document = useEditor((s) => s.document);
  const { act, open } = useEditor.getState();
  const key = edgeKey(edge);
  const taken = takenOf(edge);
  const fate = useTaken(edgesFrom(document, edge.from), given).get(key);
  const choose = (to: Taken) => {
    const next = take(useEditor.getState().document, edge, to);
    act(t("drawer.step.edge"), () => next.document);
    if (next.key !== key) open({ edge: next.key });
  };
  const ways: Taken[] = failing
    ? ["always", "when", "otherwise", "failure"]
    : ["always", "when", "otherwise"];
  return (
    <div className={classes.stack}>
      <ProblemLines problems={problems.filter((p) => !inFields([p], ["when", "map", "label"]).length)} />
      <Radio.Group
        label={t("drawer.edge.taken")}
        value={taken}
        readOnly={!editing}
        onChange={(to) => editing && choose(to as Taken)}
      >
        <Stack gap="xs" mt="xs">
          {ways.map((way) => (
            <Radio
              key={way}
              size="sm"
              value={way}
              disabled={!editing}
              label={t(`drawer.edge.${way}`)}
              description={t(`drawer.edge.${way}About`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {taken !== "always" && given && <EdgeFate fate={fate} source={given.source} />}
      {taken === "when" && (
        <Condition
          edge={edge}
          edgeKey={key}
          problems={under(problems, "/when")}
          known={known}
          label={t("drawer.edge.condition")}
        />
      )}
      <section className={classes.section} aria-label={t("drawer.edge.map")}>
        <div>
          <h3>{t("drawer.edge.map")}</h3>
          <p className={classes.dim}>{t("drawer.edge.mapAbout")}</p>
        </div>
        <GlueSampleContext value={given}>
          <GlueEditor
            label={t("drawer.edge.map")}
            value={edge.map ?? ""}
            readOnly={!editing}
            minHeight={140}
            known={known}
            placeholder={"return { … };"}
            onChange={(text) =>
              act(t("drawer.step.edge"), (d) => setOnEdge(d, key, "map", text || undefined), `${key}/map`)
            }
          />
        </GlueSampleContext>
        <ProblemLines problems={under(problems, "/map")} />
      </section>
      <TextInput
        label={t("drawer.edge.label")}
        description={t("drawer.edge.labelAbout")}
        maxLength={200}
        value={edge.label ?? ""}
        readOnly={!editing}
        error={under(problems, "/label")[0]?.detail}
        onChange={(e) => {
          const text = e.currentTarget.value;
          act(t("drawer.step.edge"), (d) => setOnEdge(d, key, "label", text || undefined), `${key}/label`);
        }}
      />
      {editing && <Values known={known()} />}
    </div>
  );
}

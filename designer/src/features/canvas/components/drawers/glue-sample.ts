import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { findNode, graphAt, pathTo, predecessors } from "@/shared/chain/graph";
import { dateTime } from "@/shared/lib/format";
import type { GlueSample } from "@/shared/schema-form/glue-trial";
import { useEditor } from "../../store";
import { usePins } from "../trial/pins";
import { nodesBefore } from "./known";
import type { useSamples } from "./use-samples";
import { useSwitches } from "./use-switches";

type Found = ReturnType<typeof useSamples>;
type Nodes = NonNullable<GlueSample["sample"]["nodes"]>;

const ends = ["succeeded", "failed", "skipped", "canceled", "undone"] as const;

/**
 * What the glue at a node, or on the edges that leave it, would have seen in the run or test that is shown, with
 * what is pinned in place of what nodes gave. undefined where nothing is known, and inside of an each, whose
 * items no sample has.
 */
export function useGlueSampleAt(id: string, samples: Found, edge: boolean): GlueSample | undefined {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const document = useEditor((s) => s.document);
  const editing = useEditor((s) => s.editing);
  const { pins } = usePins(org, key);
  const switches = useSwitches();
  return useMemo(() => {
    const path = pathTo(document, id);
    const { run, steps } = samples;
    if (!editing || !path || path.length > 0 || !findNode(document, id)) return undefined;
    const done = [...nodesBefore(document, id).map((n) => n.id), ...(edge ? [id] : [])];
    const pinned = done.filter((n) => n in pins);
    if (!run && pinned.length === 0) return undefined;
    const nodes: Nodes = {};
    for (const n of done) {
      const step = steps.get(n);
      const state = ends.find((e) => e === step?.state);
      if (n in pins) nodes[n] = { state: "succeeded", output: pins[n] };
      else if (step && state)
        nodes[n] = { state, output: step.output, ...(step.failure ? { error: step.failure } : {}) };
    }
    const before = edge ? [id] : [...(predecessors(graphAt(document, []) ?? document).get(id) ?? [])];
    const incoming = Object.fromEntries(before.filter((n) => n in nodes).map((n) => [n, nodes[n]?.output]));
    const names = run
      ? [
          t(run.test ? "drawer.tried.test" : "drawer.tried.run", {
            name: run.title || dateTime(run.created_at),
          }),
        ]
      : [];
    if (pinned.length > 0) names.push(t("drawer.tried.pinned"));
    return {
      org,
      source: names.join(" + "),
      sample: {
        input: samples.input ?? {},
        nodes,
        incoming,
        switches: Object.fromEntries(Object.entries(switches).map(([name, s]) => [name, s.sample ?? null])),
        ...(run
          ? {
              run: {
                id: run.id,
                chain: run.chain_key,
                version: run.version,
                org: run.org_id,
                trigger: run.trigger,
                started_at: run.started_at ?? run.created_at,
              },
              now: run.started_at ?? run.created_at,
            }
          : {}),
      },
    };
  }, [document, id, samples, edge, editing, pins, switches, org, t]);
}

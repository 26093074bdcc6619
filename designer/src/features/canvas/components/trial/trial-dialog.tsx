import { ActionIcon, Button, Group, Modal, Radio, Select, Stack, Text } from "@mantine/core";
import { IconPinned, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChainDocument, nodeName } from "@/shared/chain/document";
import { findNode, pathTo } from "@/shared/chain/graph";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RunInput } from "@/shared/kit/run-input";
import { remember, remembered } from "@/shared/lib/storage";
import { startTrial } from "../../api/runs";
import { noticed, type Reach } from "../../model/noticed";
import { useEditor } from "../../store";
import { useDesk } from "../drafts/desk";
import { InputSource } from "../start/input-source";
import { OutsideField, type Really } from "./outside-field";
import { usePins } from "./pins";
import classes from "./trial.module.css";
import { useTrial } from "./trial-store";

/** How the draft is tried out: how far, with which input and pins, and what is really done outside. */
export function TrialDialog({ only, close }: { only?: string; close: () => void }) {
  const { t } = useTranslation("canvas");
  const { org, key, document, kinds, selection } = useEditor.getState();
  const memory = `input.${org}.${key}`;
  const [input, setInput] = useState<unknown>(() => remembered(memory, {}));
  const [from, setFrom] = useState<string>();
  const [ok, setOk] = useState(true);
  const [reach, setReach] = useState<Reach>(only ? "only" : "whole");
  const [node, setNode] = useState<string | null>(() => outermost(document, only ?? selection.nodes[0]));
  const [chosen, setChosen] = useState<Really>();
  const [undecided, setUndecided] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>();
  const [going, setGoing] = useState(false);
  const { pins, pin } = usePins(org, key);
  const there = Object.entries(pins).filter(([id]) => document.nodes.some((n) => n.id === id));
  const outside = noticed(document, kinds, pins, reach, node);
  // Left out, a node that is tested alone would say nothing: that must be wanted.
  const real = chosen ?? (reach === "only" && outside.length > 0 ? "" : "mock");
  const errors = new FieldErrors(error);
  const problems = errors
    .under("/input")
    .map((d) => ({ pointer: (d.pointer ?? "").slice("/input".length), detail: d.detail }));

  const start = async () => {
    if (real === "") {
      setUndecided(true);
      first.current?.focus();
      return;
    }
    setGoing(true);
    setError(undefined);
    try {
      const whole = await useDesk.getState().flush();
      if (!whole) throw new Error(t("trial.unsent"));
      const run = await startTrial(org, key, {
        revision: useEditor.getState().confirmed.revision,
        input,
        ...(reach === "whole" || !node ? {} : { [reach]: node }),
        ...(there.length > 0 ? { pins: Object.fromEntries(there) } : {}),
        mock: real === "mock",
      });
      remember(memory, input);
      useTrial.getState().show({ id: run.id, org, key, from, pins: there.length });
      close();
    } catch (e) {
      setError(e);
      setGoing(false);
    }
  };

  return (
    <Modal opened onClose={close} size={640} title={t("trial.title")}>
      <Stack gap="md">
        <Radio.Group label={t("trial.reach")} value={reach} onChange={(v) => setReach(v as Reach)}>
          <Group mt={4}>
            <Radio value="whole" label={t("trial.whole")} />
            <Radio value="up_to" label={t("trial.upTo")} />
            <Radio value="only" label={t("trial.only")} />
          </Group>
        </Radio.Group>
        {reach !== "whole" && (
          <Select
            label={t("trial.node")}
            searchable
            data={document.nodes.map((n) => ({ value: n.id, label: nodeName(n) }))}
            value={node}
            onChange={setNode}
          />
        )}
        <div>
          <Group justify="space-between">
            <Text size="sm" fw={500}>
              {from ? t("trial.inputFrom", { run: from }) : t("trial.input")}
            </Text>
            <InputSource
              org={org}
              chain={key}
              take={(value, run) => {
                setInput(value);
                setFrom(run);
                setOk(true);
              }}
            />
          </Group>
          <RunInput
            schema={document.input}
            value={input}
            problems={problems}
            onChange={(value, valid) => {
              setInput(value);
              setFrom(undefined);
              setOk(valid);
            }}
          />
        </div>
        {there.length > 0 && (
          <section aria-label={t("trial.pins")}>
            <Text size="sm" fw={500}>
              {t("trial.pins")}
            </Text>
            <ul className={classes.pins}>
              {there.map(([id, output]) => (
                <li key={id} className={classes.pin}>
                  <IconPinned size={14} aria-hidden />
                  <span>{nodeName(findNode(document, id) ?? { id })}</span>
                  <code>{JSON.stringify(output)}</code>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t("trial.unpin", { name: id })}
                    onClick={() => pin(id, undefined)}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          </section>
        )}
        {outside.length > 0 && (
          <OutsideField
            nodes={outside}
            value={real}
            onChange={setChosen}
            error={undecided && real === "" ? t("trial.decide") : undefined}
            first={first}
          />
        )}
        <ProblemNote errors={errors} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button loading={going} disabled={!ok || (reach !== "whole" && !node)} onClick={() => void start()}>
            {t("trial.now")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The node of the outermost graph that a node is or stands in: only such a node can be tested alone. */
function outermost(document: ChainDocument, id: string | undefined): string | null {
  const path = id === undefined ? undefined : pathTo(document, id);
  return path ? (path[0] ?? id ?? null) : null;
}

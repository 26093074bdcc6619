import { ActionIcon, Button, Group, Menu, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { RunInput } from "@/shared/kit/run-input";
import { type Gate, type Phase, useVersionDocument } from "../api/releases";
import { type GateKind, newGate, type PhaseDraft } from "../model/plan";
import { ChainFields, useLatest } from "./chain-fields";
import { GateFields } from "./gate-fields";
import classes from "./releases.module.css";

type Props = {
  org: string;
  index: number;
  draft: PhaseDraft;
  change: (next: Partial<PhaseDraft>) => void;
  remove: (() => void) | undefined;
  errors: FieldErrors;
};

const kinds: GateKind[] = ["approval", "check", "window", "freeze"];

/** One phase: its name and gates, the chain it runs with its input, and what takes it back. */
export function PhaseFields({ org, index, draft, change, remove, errors }: Props) {
  const { t } = useTranslation("releases");
  const { phase } = draft;
  const at = `/phases/${index}`;
  const set = (next: Partial<Phase>) => change({ phase: { ...phase, ...next } });
  const gates = phase.gates ?? [];
  const back = phase.rollback?.chain;
  const setGate = (i: number, gate: Gate | undefined) =>
    set({ gates: gates.flatMap((g, j) => (j !== i ? [g] : gate ? [gate] : [])) });
  return (
    <fieldset className={classes.phaseFields}>
      <legend>{t("phaseNumber", { number: index + 1 })}</legend>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("phaseName")}
            required
            value={phase.name}
            error={errors.at(`${at}/name`)}
            onChange={(e) => set({ name: e.currentTarget.value })}
          />
          {remove && (
            <ActionIcon
              size="lg"
              variant="default"
              aria-label={t("removePhase", { number: index + 1 })}
              onClick={remove}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        {gates.map((gate, i) => (
          <GateFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a gate is its place
            key={i}
            org={org}
            gate={gate}
            change={(next) => setGate(i, next)}
            remove={() => setGate(i, undefined)}
            errors={errors}
            at={`${at}/gates/${i}`}
          />
        ))}
        <Menu>
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="subtle"
              w="fit-content"
              leftSection={<IconPlus size={14} aria-hidden />}
            >
              {t("addGate")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map((kind) => (
              <Menu.Item
                key={kind}
                onClick={() =>
                  set({
                    gates: [...gates, newGate(kind, Intl.DateTimeFormat().resolvedOptions().timeZone)],
                  })
                }
              >
                {t(`gateKind.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <ChainFields
          org={org}
          label={t("chain")}
          chain={phase.chain}
          change={(chain) => set({ chain })}
          errors={errors}
          at={`${at}/chain`}
        />
        {phase.chain.key !== "" && (
          <Input org={org} draft={draft} change={change} errors={errors} at={`${at}/input`} />
        )}
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("rollbackPlan")}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t("rollbackPlan")}
            value={back ? "chain" : "undos"}
            onChange={(how) => {
              const { rollback: _, ...rest } = phase;
              change({ phase: how === "chain" ? { ...rest, rollback: { chain: { key: "" } } } : rest });
            }}
            data={[
              { value: "undos", label: t("byUndos") },
              { value: "chain", label: t("byChain") },
            ]}
          />
        </div>
        {back && (
          <ChainFields
            org={org}
            label={t("rollbackChain")}
            chain={back}
            change={(chain) => set({ rollback: { ...phase.rollback, chain } })}
            errors={errors}
            at={`${at}/rollback/chain`}
          />
        )}
      </Stack>
    </fieldset>
  );
}

type InputProps = Pick<Props, "org" | "draft" | "change" | "errors"> & { at: string };

/** The input of the phase's chain, by the schema of the version that will run. */
function Input({ org, draft, change, errors, at }: InputProps) {
  const { phase } = draft;
  const latest = useLatest(org, phase.chain.key);
  const document = useVersionDocument(org, phase.chain.key, phase.chain.version || latest);
  const problems = errors
    .under(at)
    .map((d) => ({ pointer: (d.pointer ?? "").slice(at.length), detail: d.detail }));
  if (!document.data) return null;
  return (
    <RunInput
      schema={document.data.input as never}
      value={phase.input ?? {}}
      problems={problems}
      onChange={(input, ok) => change({ phase: { ...phase, input }, inputOk: ok })}
    />
  );
}

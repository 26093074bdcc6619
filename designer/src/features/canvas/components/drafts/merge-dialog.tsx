import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Side } from "../../model/merge";
import { useEditor } from "../../store";
import { ConflictCard } from "./conflict-card";
import type { Keeper } from "./keeper";
import { usePartName } from "./use-part-name";

/** Settles what two people did to the same parts of the draft: part by part, mine or theirs. */
export function MergeDialog({ keeper, close }: { keeper: Keeper; close: () => void }) {
  const { t } = useTranslation("canvas");
  const partName = usePartName();
  const theirs = keeper.state((s) => s.theirs);
  const mine = useEditor((s) => s.document);
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keeper lays these two together
  const both = useMemo(() => keeper.both(), [keeper, theirs, mine]);
  if (!both) return null;
  const { conflicts, taken } = both;
  const open = conflicts.filter((c) => !choices.has(c.key)).length;
  const all = (side: Side) => setChoices(new Map(conflicts.map((c) => [c.key, side])));
  return (
    <Modal opened onClose={close} size={960} title={t("merge.title")}>
      <Stack gap="md">
        <Text size="sm">{t("merge.why", { count: conflicts.length })}</Text>
        {taken.length > 0 && (
          <Text size="sm" c="dimmed">
            {t("merge.taken", {
              count: taken.length,
              parts: taken
                .slice(0, 5)
                .map((p) => partName(p))
                .join(", "),
            })}
          </Text>
        )}
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => all("mine")}>
            {t("merge.allMine")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => all("theirs")}>
            {t("merge.allTheirs")}
          </Button>
        </Group>
        {conflicts.map((c) => (
          <ConflictCard
            key={c.key}
            conflict={c}
            choice={choices.get(c.key)}
            choose={(side) => setChoices(new Map(choices).set(c.key, side))}
          />
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("merge.later")}
          </Button>
          <Button disabled={open > 0} onClick={() => keeper.resolve(choices) && close()}>
            {open > 0 ? t("merge.open", { count: open }) : t("merge.use")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

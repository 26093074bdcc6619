import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { LoadMore } from "@/shared/kit/load-more";
import { dateTime } from "@/shared/lib/format";
import { onEnter } from "@/shared/lib/ime";
import { readDraft } from "../../api/read-draft";
import { type Save, useLabelSave, useSaves } from "../../api/saves";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import classes from "./saves-dialog.module.css";

/** The states that the draft was saved in: look which, name one so that it is kept, go back to it. */
export function SavesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const now = useEditor((s) => s.confirmed.revision);
  const saves = useSaves(org, key);
  const [error, setError] = useState<unknown>();
  const [going, setGoing] = useState(0);
  const rows = saves.data?.pages.flatMap((p) => p.items ?? []);

  const goBack = async (save: Save) => {
    setGoing(save.revision);
    setError(undefined);
    try {
      const { document } = await readDraft(org, key, save.revision);
      const { edit } = useDesk.getState();
      if (!(await edit())) throw useDesk.getState().refused;
      useEditor.getState().act(t("saves.wentBack", { at: dateTime(save.created_at) }), () => document);
      close();
    } catch (e) {
      setError(e);
    } finally {
      setGoing(0);
    }
  };

  return (
    <Modal opened onClose={close} size="lg" title={t("saves.title")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("saves.what")}
        </Text>
        <ProblemNote errors={new FieldErrors(error)} />
        {saves.error && <ErrorState error={saves.error} retry={() => void saves.refetch()} />}
        {rows?.length === 0 && (
          <EmptyState icon={<IconHistory size={32} stroke={1.5} />} text={t("saves.none")} />
        )}
        <ul className={classes.list}>
          {rows?.map((s) => (
            <SaveRow
              key={s.revision}
              save={s}
              current={s.revision === now}
              going={going === s.revision}
              goBack={() => void goBack(s)}
              failed={setError}
            />
          ))}
        </ul>
        <LoadMore query={saves} />
      </Stack>
    </Modal>
  );
}

type RowProps = {
  save: Save;
  current: boolean;
  going: boolean;
  goBack: () => void;
  failed: (error: unknown) => void;
};

function SaveRow({ save, current, going, goBack, failed }: RowProps) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const label = useLabelSave(org, key);
  const [naming, setNaming] = useState<string>();
  const name = async () => {
    if (naming === undefined) return;
    setNaming(undefined);
    await label(save.revision, naming.trim()).catch(failed);
  };
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        {naming === undefined ? (
          save.label && (
            <Text fw={600} size="sm">
              <IconBookmark size={14} aria-hidden /> {save.label}
            </Text>
          )
        ) : (
          <TextInput
            size="xs"
            autoFocus
            aria-label={t("saves.label")}
            placeholder={t("saves.label")}
            maxLength={200}
            value={naming}
            onChange={(e) => setNaming(e.currentTarget.value)}
            onKeyDown={onEnter(() => void name())}
            onBlur={() => void name()}
          />
        )}
        <Text size="sm">{`${dateTime(save.created_at)} · ${save.created_by?.name ?? ""}`}</Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setNaming(save.label)}>
          {save.label ? t("saves.rename") : t("saves.name")}
        </Button>
        {current ? (
          <Text size="sm" c="dimmed" px="xs">
            {t("saves.current")}
          </Text>
        ) : (
          <Button size="compact-sm" variant="default" loading={going} onClick={goBack}>
            {t("saves.goBack")}
          </Button>
        )}
      </Group>
    </li>
  );
}

import { ActionIcon, Checkbox, SegmentedControl, Text, TextInput, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconDownload, IconSearch } from "@tabler/icons-react";
import type { ReactNode, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { onEnter } from "@/shared/lib/ime";
import type { Stream, useLogSearch } from "./log-search";
import classes from "./log-view.module.css";

type Switch = { on: boolean; set: (on: boolean) => void };
type Props = {
  find: ReturnType<typeof useLogSearch>;
  wrap: Switch;
  time: Switch;
  follow: Switch | undefined;
  download: () => void;
  field: RefObject<HTMLInputElement | null>;
  /** What stands before all else: which log it is. */
  lead: ReactNode;
};

/** What can be done with a log: choose, search, look, keep. */
export function LogToolbar({ find, wrap, time, follow, download, field, lead }: Props) {
  const { t } = useTranslation();
  const streams: Stream[] = ["all", "stdout", "stderr", "system"];
  const count = find.wrong
    ? t("log.badSearch")
    : !find.expression
      ? ""
      : find.hits.length === 0
        ? t(find.reading ? "log.reading" : "log.noHits")
        : t("log.hits", { at: find.place + 1, count: find.hits.length });
  return (
    <div className={classes.toolbar}>
      {lead}
      <SegmentedControl
        size="xs"
        aria-label={t("log.stream")}
        value={find.stream}
        onChange={(v) => find.setStream(v as Stream)}
        data={streams.map((value) => ({ value, label: t(`log.${value}`) }))}
      />
      <TextInput
        ref={field}
        size="xs"
        className={classes.search}
        aria-label={t("log.search")}
        placeholder={t("log.searchHint")}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={find.search}
        error={find.wrong}
        onChange={(e) => find.setSearch(e.currentTarget.value)}
        onKeyDown={onEnter((e) => find.step(e.shiftKey ? -1 : 1))}
      />
      <Text span size="xs" c={find.wrong ? "red" : "dimmed"} aria-live="polite">
        {count}
      </Text>
      {find.hits.length > 1 && (
        <>
          <ActionIcon size="sm" variant="subtle" aria-label={t("log.previous")} onClick={() => find.step(-1)}>
            <IconChevronUp size={16} />
          </ActionIcon>
          <ActionIcon size="sm" variant="subtle" aria-label={t("log.next")} onClick={() => find.step(1)}>
            <IconChevronDown size={16} />
          </ActionIcon>
        </>
      )}
      <span className={classes.gap} />
      <Check label={t("log.wrap")} by={wrap} />
      <Check label={t("log.time")} by={time} />
      {follow && <Check label={t("log.follow")} by={follow} />}
      <Tooltip label={t("log.download")}>
        <ActionIcon size="sm" variant="subtle" aria-label={t("log.download")} onClick={download}>
          <IconDownload size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function Check({ label, by }: { label: string; by: Switch }) {
  return (
    <Checkbox
      size="xs"
      classNames={{ label: classes.check ?? "" }}
      label={label}
      checked={by.on}
      onChange={(e) => by.set(e.currentTarget.checked)}
    />
  );
}

import { Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { JsonView } from "@/shared/kit/json-view";
import { dateTime } from "@/shared/lib/format";
import { changes, type Filters } from "../model/query";
import classes from "./audit.module.css";

type Props = { entry: Shape<"AuditBody">; close: () => void; show: (change: Filters) => void };

const text = (value: unknown) =>
  value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);

/** Why it was done, where somebody said so. */
function reasonOf(after: unknown): string | undefined {
  const reason = (after as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === "string" ? reason : undefined;
}

/** One entry in full: what changed, the state before and after, and its place in the chain. */
export function EntryDrawer({ entry, close, show }: Props) {
  const { t } = useTranslation("audit");
  const changed = changes(entry.before, entry.after);
  const facts: [string, string | undefined][] = [
    [t("at"), dateTime(entry.at)],
    [t("who"), entry.subject?.name ?? t("server")],
    [t("human"), entry.human && entry.human.id !== entry.subject?.id ? entry.human.name : undefined],
    [t("token"), entry.token?.name],
    [t("address"), entry.address],
    [t("org"), entry.org_name],
    [t("thing"), entry.resource_id && `${entry.kind} ${entry.resource_id}`],
    [t("result"), `${t(`results.${entry.result}`)}${entry.code ? ` (${entry.code})` : ""}`],
    [t("shared:reason"), reasonOf(entry.after)],
    [t("request"), entry.request_id],
    [t("seq"), entry.seq === undefined ? t("unsealed") : String(entry.seq)],
    [t("hash"), entry.hash],
  ];
  return (
    <Drawer opened onClose={close} position="right" size={640} title={entry.action}>
      <Stack gap="md">
        <dl className={classes.facts}>
          {facts
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        <Group gap="xs">
          {entry.resource_id && (
            <Button size="xs" variant="default" onClick={() => show({ resource: entry.resource_id ?? "" })}>
              {t("sameThing")}
            </Button>
          )}
          {entry.subject && (
            <Button size="xs" variant="default" onClick={() => show({ who: entry.subject?.id ?? "" })}>
              {t("samePerson")}
            </Button>
          )}
        </Group>
        {changed.length > 0 && (
          <section>
            <Title order={2} mb="xs">
              {t("changed")}
            </Title>
            <table className={`plain-table ${classes.changes}`}>
              <thead>
                <tr>
                  <th scope="col">{t("field")}</th>
                  <th scope="col">{t("before")}</th>
                  <th scope="col">{t("after")}</th>
                </tr>
              </thead>
              <tbody>
                {changed.map((c) => (
                  <tr key={c.field}>
                    <td>{c.field}</td>
                    <td className={classes.before}>{text(c.before)}</td>
                    <td className={classes.after}>{text(c.after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {(["before", "after"] as const).map(
          (side) =>
            entry[side] !== undefined && (
              <section key={side}>
                <Title order={2} mb="xs">
                  {t(side)}
                </Title>
                <JsonView value={entry[side]} label={t(side)} file={`${entry.id}-${side}.json`} />
              </section>
            ),
        )}
        {entry.before === undefined && entry.after === undefined && (
          <Text size="sm" c="dimmed">
            {t("noState")}
          </Text>
        )}
      </Stack>
    </Drawer>
  );
}

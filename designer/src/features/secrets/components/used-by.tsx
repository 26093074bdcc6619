import { Anchor, List, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { list } from "@/shared/lib/format";
import type { Place, Users } from "./use-users";

type Props = { users: Users; org: string; shared: boolean };

/** Everything that would fail without the secret, with the way to it, and what was not looked through. */
export function UsedBy({ users, org, shared }: Props) {
  const { t } = useTranslation("secrets");
  if (users.pending.length > 0) return <Skeleton height={22} aria-label={t("shared:loading")} />;
  const link = (to: string, text: string): ReactNode => (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to={to as never} />}>
      {text}
    </Anchor>
  );
  const rows: [string, ReactNode][] = [
    ...users.chains.map((c): [string, ReactNode] => [
      `chain ${c.org_id} ${c.key}`,
      <>
        {`${t("uses.chain")} `}
        {link(`/o/${c.org_id}/chains/${c.key}`, c.name)}
        {` v${c.version}`}
      </>,
    ]),
    ...users.engines.map((e): [string, ReactNode] => [
      `engine ${e.key}`,
      <>
        {`${t("uses.engine")} `}
        {link(`/o/${org}/engines/${e.key}`, e.name)}
      </>,
    ]),
    ...(users.registry
      ? [["registry", t("uses.registry", { url: users.registry })] as [string, ReactNode]]
      : []),
    ...(users.channels
      ? [["channels", t("uses.channels", { count: users.channels })] as [string, ReactNode]]
      : []),
  ];
  const names = (places: Place[]) => list(places.map((place) => t(`uses.in.${place}`)));
  const said = [
    users.more && t("uses.more"),
    rows.length === 0 &&
      !users.more &&
      users.seen.length > 0 &&
      t("uses.none", { places: names(users.seen) }),
    users.failed.length > 0 && t("uses.unknown", { places: names(users.failed) }),
    users.closed.length > 0 && t("uses.closed", { places: names(users.closed) }),
    shared && t("uses.below"),
  ].filter((text) => typeof text === "string");
  return (
    <Stack gap="xs">
      {rows.length > 0 && (
        <List size="sm" spacing={4} aria-labelledby="secret-uses">
          {rows.map(([key, row]) => (
            <List.Item key={key}>{row}</List.Item>
          ))}
        </List>
      )}
      {said.map((text) => (
        <Text key={text} size="sm" c="dimmed">
          {text}
        </Text>
      ))}
      {users.failed.length > 0 && <ErrorState error={users.error} retry={users.again} />}
    </Stack>
  );
}

import { Anchor, List, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import type { Users } from "./use-users";

/** Everything that would fail without the secret, with the way to it. */
export function UsedBy({ users, org }: { users: Users; org: string }) {
  const { t } = useTranslation("secrets");
  if (users.error) return <ErrorState error={users.error} retry={users.again} />;
  if (!users.known) return null;
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
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("uses.none")}
      </Text>
    );
  return (
    <>
      <List size="sm" spacing={4} aria-labelledby="secret-uses">
        {rows.map(([key, row]) => (
          <List.Item key={key}>{row}</List.Item>
        ))}
      </List>
      {users.more && (
        <Text size="sm" c="dimmed">
          {t("uses.more")}
        </Text>
      )}
    </>
  );
}

import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { type Column, DataTable } from "./data-table";
import { usePermissionName } from "./permission-name";
import { RelativeTime } from "./relative-time";

type Token = Shape<"TokenBody">;

type Props = {
  label: string;
  tokens: Token[] | undefined;
  revoke: (token: Token) => void;
};

/** Tokens that are valid: what they may, until when, when they were used last. Their values are nowhere. */
export function TokenTable({ label, tokens, revoke }: Props) {
  const { t } = useTranslation();
  const name = usePermissionName();
  const columns: Column<Token>[] = [
    { id: "name", title: t("token.name"), cell: (x) => <b>{x.name}</b> },
    {
      id: "may",
      title: t("token.may"),
      wide: true,
      cell: (x) => {
        const words = x.permissions.map((p) => `${name(p.split(":")[0] ?? p)}: ${name(p)}`);
        return (
          <Tooltip label={words.join(", ")} multiline maw={420} disabled={words.length < 3}>
            <span>
              {words.length < 3 ? words.join(", ") : t("token.permissions", { count: words.length })}
            </span>
          </Tooltip>
        );
      },
    },
    { id: "ends", title: t("token.ends"), width: 150, cell: (x) => <RelativeTime at={x.ends_at} /> },
    {
      id: "used",
      title: t("token.used"),
      width: 190,
      wide: true,
      cell: (x) =>
        x.used_at ? (
          <>
            <RelativeTime at={x.used_at} />{" "}
            <Text span size="xs" c="dimmed">
              {x.used_from}
            </Text>
          </>
        ) : (
          <Text span size="sm" c="dimmed">
            {t("token.never")}
          </Text>
        ),
    },
    {
      id: "revoke",
      title: t("token.revoke"),
      quiet: true,
      width: 56,
      align: "end",
      cell: (x) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("token.revokeOne", { name: x.name })}
          onClick={() => revoke(x)}
        >
          <IconTrash size={16} stroke={1.5} aria-hidden />
        </ActionIcon>
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={tokens} id={(x) => x.id} />;
}

import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { Listing } from "./listing";

type Use = Shape<"UseBody">;
type Query = Parameters<typeof Listing<Use>>[0]["query"];

/** Published chains that use a thing, as far as one may see them. */
export function UsedBy({ query }: { query: Query }) {
  const { t } = useTranslation();
  return (
    <Listing
      query={query}
      label={t("uses.title")}
      id={(u) => `${u.org_id} ${u.key}`}
      columns={[
        {
          id: "chain",
          title: t("uses.chain"),
          cell: (u) => (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link {...props} to="/o/$org/chains/$key" params={{ org: u.org_id, key: u.key } as never} />
              )}
            >
              {u.name}
            </Anchor>
          ),
        },
        { id: "version", title: t("uses.version"), cell: (u) => `v${u.version}`, width: 120 },
        {
          id: "pinned",
          title: t("uses.pinned"),
          cell: (u) => (u.pinned ? `v${u.pinned}` : t("none")),
          width: 160,
        },
      ]}
      empty={<Text c="dimmed">{t("uses.none")}</Text>}
    />
  );
}

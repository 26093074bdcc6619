import { ActionIcon, Anchor, Badge, Checkbox, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconDots,
  IconDownload,
  IconPencil,
  IconPlayerPlay,
  IconTag,
  IconTemplate,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { exportDocument } from "@/shared/api/export-document";
import { asProblem } from "@/shared/api/problems";
import type { Column } from "@/shared/kit/data-table";
import { RelativeTime } from "@/shared/kit/relative-time";
import type { Chain } from "./chains-page";
import { LastRuns } from "./last-runs";

type Given = {
  open: (chain: Chain, how?: "edit" | "start") => void;
  remove: (chain: Chain) => void;
  /** The ids of those that are chosen, to be tagged together. */
  chosen: ReadonlySet<string>;
  choose: (chain: Chain) => void;
  tag: (chain: Chain) => void;
  /** Leaves the chains that have a tag. */
  only: (tag: string) => void;
  /** Absent for who may keep no templates. */
  keep: ((chain: Chain) => void) | undefined;
};

/** The columns of the list of chains. */
export function useColumns({ open, remove, chosen, choose, tag, only, keep }: Given): Column<Chain>[] {
  const { t } = useTranslation("chains");
  return [
    {
      id: "choose",
      title: t("tags.choose"),
      quiet: true,
      width: 40,
      cell: (c) =>
        c.can.includes("chain:edit") && (
          <Checkbox
            size="xs"
            aria-label={t("tags.chooseOne", { name: c.name })}
            checked={chosen.has(c.id)}
            onChange={() => choose(c)}
          />
        ),
    },
    {
      id: "name",
      title: t("name"),
      cell: (c) => (
        <>
          <Anchor
            size="sm"
            fw={600}
            renderRoot={(props) => (
              <Link {...props} to="/o/$org/chains/$key" params={{ org: c.org_id, key: c.key } as never} />
            )}
          >
            {c.name}
          </Anchor>
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {c.key}
            </Text>
            {c.tags.map((one) => (
              <UnstyledButton key={one} aria-label={t("tags.only", { tag: one })} onClick={() => only(one)}>
                <Badge size="sm" variant="light" color="gray" tt="none">
                  {one}
                </Badge>
              </UnstyledButton>
            ))}
          </Group>
        </>
      ),
    },
    {
      id: "live",
      title: t("live"),
      width: 170,
      cell: (c) => (
        <>
          {c.version > 0 ? `v${c.version}` : t("never")}{" "}
          {c.version > 0 && c.draft.changed && (
            <Badge size="sm" variant="outline" tt="none">
              {t("draft")}
            </Badge>
          )}
        </>
      ),
    },
    {
      id: "runs",
      title: t("runs"),
      width: 200,
      wide: true,
      cell: (c) => <LastRuns org={c.org_id} runs={c.last_runs ?? []} usual={c.usual_ms} />,
    },
    {
      id: "edits",
      title: t("edits"),
      width: 160,
      wide: true,
      cell: (c) =>
        c.lease && (
          <span title={t("since")}>
            <IconPencil size={14} aria-hidden /> {c.lease.holder.name}
          </span>
        ),
    },
    {
      id: "changed",
      title: t("changed"),
      width: 190,
      cell: (c) => (
        <>
          <RelativeTime at={c.updated_at} />
          <Text size="xs" c="dimmed" lineClamp={1}>
            {c.updated_by.name}
          </Text>
        </>
      ),
    },
    {
      id: "acts",
      title: t("acts"),
      quiet: true,
      align: "end",
      width: 56,
      cell: (c) => <Acts chain={c} open={open} tag={tag} remove={remove} keep={keep} />,
    },
  ];
}

type ActsProps = { chain: Chain } & Pick<Given, "open" | "tag" | "remove" | "keep">;

function Acts({ chain, open, tag, remove, keep }: ActsProps) {
  const { t } = useTranslation("chains");
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("actsOf", { name: chain.name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden />}
          disabled={!chain.can.includes("chain:edit")}
          onClick={() => open(chain, "edit")}
        >
          {t("shared:edit")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={!chain.can.includes("run:start") || chain.version === 0}
          onClick={() => open(chain, "start")}
        >
          {t("run")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTag size={16} aria-hidden />}
          disabled={!chain.can.includes("chain:edit")}
          onClick={() => tag(chain)}
        >
          {t("tags.change")}
        </Menu.Item>
        {(["yaml", "json"] as const).map((as) => (
          <Menu.Item
            key={as}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() =>
              void exportDocument(chain.org_id, chain.key, undefined, as).catch((error) =>
                notifications.show({
                  color: "red",
                  message: asProblem(error).message || asProblem(error).code,
                }),
              )
            }
          >
            {t(`export.${as}`)}
          </Menu.Item>
        ))}
        {keep && (
          <Menu.Item leftSection={<IconTemplate size={16} aria-hidden />} onClick={() => keep(chain)}>
            {`${t("chain-templates:saveItem")}…`}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          c="var(--c-danger)"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={!chain.can.includes("chain:delete")}
          onClick={() => remove(chain)}
        >
          {t("shared:delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

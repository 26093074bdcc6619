import { Popover, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrg } from "@/shared/api/session";
import { OrgTree } from "@/shared/kit/org-tree";
import classes from "./header.module.css";

/** Shows through which org all is seen, and changes it: the same place in the other org opens. */
export function OrgPicker({ org }: { org: string }) {
  const { t } = useTranslation("app");
  const seen = useOrg(org);
  const go = useNavigate();
  const path = useRouterState({ select: (s) => s.location.pathname });
  const [opened, setOpened] = useState(false);
  const way = seen.data?.path.slice(0, -1) ?? [];
  const pick = (id: string) => {
    setOpened(false);
    const place = /^\/o\/[^/]+\/([^/]+)/.exec(path)?.[1] ?? "chains";
    void go({ to: `/o/${id}/${place}` });
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={320}
      position="bottom-start"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton className={classes.picker} onClick={() => setOpened(!opened)}>
          {way.length > 0 && <span className={classes.way}>{`${way.map((c) => c.name).join(" / ")} /`}</span>}
          <span>{seen.data?.name ?? "…"}</span>
          <span className="hidden-visually">{t("pickOrg")}</span>
          <IconChevronDown size={16} stroke={1.5} aria-hidden style={{ flex: "none" }} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="xs" className={classes.tree} aria-label={t("orgs")}>
        <OrgTree label={t("orgs")} current={org} pick={(o) => pick(o.id)} autoFocus />
      </Popover.Dropdown>
    </Popover>
  );
}

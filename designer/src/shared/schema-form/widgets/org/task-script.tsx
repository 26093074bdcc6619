import { Anchor, Button, Group, Skeleton } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { may, useOrg } from "@/shared/api/session";
import { lazily, lazyDialog } from "@/shared/kit/lazily";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { Pick } from "./pick";

const ScriptSource = lazily(() => import("@/shared/scripts/script-source").then((m) => m.ScriptSource), {
  waiting: () => <Skeleton height={320} />,
});
const CreateScript = lazyDialog(() => import("@/shared/scripts/create-script").then((m) => m.CreateScript));

/** A script that a task runs: which version it is now, its source to be changed, and the way to a new one. */
export function TaskScriptWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const seen = useOrg(org).data;
  const [creating, setCreating] = useState(false);
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  const key = typeof p.value === "string" ? p.value : "";
  const script = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts/{script_key}",
    { params: { path: { org_id: org, script_key: key } } },
    { enabled: key !== "" },
  ).data;
  return (
    <>
      <Pick
        widget={p}
        error={error}
        choices={data?.items?.map((s) => ({
          key: s.key,
          name: s.name,
          note: [s.language, s.shared && t("pick.shared")].filter(Boolean).join(" · "),
        }))}
        placeholder={t("pick.script")}
        searched={searched}
        reading={isFetching}
      />
      {!p.readOnly && may(seen, "script:edit") && (
        <Group>
          <Button size="compact-xs" variant="default" onClick={() => setCreating(true)}>
            {t("script.create")}
          </Button>
        </Group>
      )}
      {script?.key === key && <Chosen key={script.id} org={org} script={script} />}
      {creating && (
        <CreateScript
          org={org}
          opened
          close={() => setCreating(false)}
          made={(made) => {
            setCreating(false);
            p.onChange(made);
          }}
        />
      )}
    </>
  );
}

function Chosen({ org, script }: { org: string; script: Shape<"ScriptBody"> }) {
  const { t } = useTranslation("schema-form");
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className={classes.note}>
        {t("script.version", { version: script.version, language: script.language })} {t("script.pinned")}
      </p>
      <Group gap="xs">
        <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "script.hide" : script.can.includes("script:edit") ? "script.edit" : "script.view")}
        </Button>
        <Anchor size="xs" href={`/o/${org}/scripts/${script.key}`} target="_blank" rel="noopener">
          <Group gap={4} component="span">
            {t("script.open")} <IconExternalLink size={14} aria-hidden />
          </Group>
        </Anchor>
      </Group>
      {open && (
        <ScriptSource path={{ org_id: org, script_key: script.key }} script={script} minHeight={200} />
      )}
    </>
  );
}

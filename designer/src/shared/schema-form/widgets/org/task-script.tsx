import { Anchor, Button, Group } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { CodeEditor, type CodeLanguage } from "@/shared/kit/code-editor";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { Pick } from "./pick";
import { useSearched } from "./use-searched";

/** A script that a task runs: which version it is now, and its source on demand. */
export function TaskScriptWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const { query, search } = useSearched();
  const { data, error } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts",
    { params: { path: { org_id: org }, query } },
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
        onSearch={search}
      />
      {script?.key === key && <Chosen org={org} script={script} />}
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
          {t(open ? "script.hide" : "script.view")}
        </Button>
        <Anchor size="xs" href={`/o/${org}/scripts/${script.key}`} target="_blank" rel="noopener">
          <Group gap={4} component="span">
            {t("script.open")} <IconExternalLink size={14} aria-hidden />
          </Group>
        </Anchor>
      </Group>
      {open && <Source org={org} script={script} />}
    </>
  );
}

const languages = new Set(["javascript", "json", "python", "shell", "yaml"]);

function Source({ org, script }: { org: string; script: Shape<"ScriptBody"> }) {
  const { t } = useTranslation("schema-form");
  const { data } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}",
    { params: { path: { org_id: org, script_key: script.key, version: script.version } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const language = languages.has(script.language) ? (script.language as CodeLanguage) : "text";
  return (
    <CodeEditor
      readOnly
      language={language}
      label={t("script.source", { name: script.name })}
      value={data?.source ?? ""}
      maxHeight={360}
    />
  );
}

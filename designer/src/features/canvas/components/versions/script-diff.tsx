import { Modal, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { DiffView } from "@/shared/kit/diff-view";
import { ErrorState } from "@/shared/kit/error-state";
import { narrow } from "@/shared/lib/narrow";
import { editorLanguage } from "@/shared/scripts/languages";
import type { ScriptChange, ScriptVersion } from "../../model/script-changes";

type Props = { org: string; change: ScriptChange; title: string; close: () => void };

/** The texts of a script, before and after. */
export function ScriptDiff({ org, change, title, close }: Props) {
  const { t } = useTranslation("canvas");
  const small = useMediaQuery(narrow) ?? false;
  const before = useSource(org, change.before);
  const after = useSource(org, change.after);
  const path = { org_id: org, script_key: change.after.key };
  const script = api.useQuery("get", "/api/v1/orgs/{org_id}/scripts/{script_key}", { params: { path } });
  const error = before.error ?? after.error;
  const name = (v: ScriptVersion) => t("versions.scriptVersion", v);
  return (
    <Modal opened onClose={close} size={1100} fullScreen={small} title={title}>
      {error ? (
        <ErrorState error={error} />
      ) : !before.data || !after.data || script.isPending ? (
        <Skeleton height={240} />
      ) : before.data.source === after.data.source ? (
        <Text c="dimmed">{t("versions.sameText")}</Text>
      ) : (
        <DiffView
          before={before.data.source ?? ""}
          after={after.data.source ?? ""}
          beforeLabel={name(change.before)}
          afterLabel={name(change.after)}
          language={editorLanguage(script.data?.language ?? "")}
        />
      )}
    </Modal>
  );
}

/** The text of a version, which never changes. */
function useSource(org: string, { key, version }: ScriptVersion) {
  return api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}",
    { params: { path: { org_id: org, script_key: key, version } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
}

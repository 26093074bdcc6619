import { useTranslation } from "react-i18next";
import { quoted, ShellText } from "@/shared/kit/shell-text";

/** Another key for each start, made of what every system has. */
const fresh = "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')";

/** The curl that starts the same run. */
export function curl(origin: string, org: string, key: string, body: unknown): string {
  return [
    `curl -X POST ${quoted(`${origin}/api/v1/orgs/${org}/chains/${key}/runs`)}`,
    `  -H "Authorization: Bearer $CATENARY_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -H "Idempotency-Key: ${fresh}"`,
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join(" \\\n");
}

type Props = { org: string; chain: string; body: unknown; note: string };

/** A start as a call of the API. */
export function ApiCall({ org, chain, body, note }: Props) {
  const { t } = useTranslation("canvas");
  return (
    <ShellText label={t("start.api")} note={note} text={curl(window.location.origin, org, chain, body)} />
  );
}

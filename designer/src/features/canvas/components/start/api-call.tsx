import { Button, Code, CopyButton, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A text in single quotes for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

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

/** The same start as a call of the API. */
export function ApiCall({ org, chain, body }: { org: string; chain: string; body: unknown }) {
  const { t } = useTranslation("canvas");
  const text = curl(window.location.origin, org, chain, body);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" c="dimmed">
          {t("start.apiWhat")}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {t(copied ? "shared:copied" : "shared:copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} aria-label={t("start.api")}>
        {text}
      </Code>
    </div>
  );
}

import { Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { quoted, ShellText } from "@/shared/kit/shell-text";

/** The commands that call a webhook with a signature of our own scheme. */
export function signedCall(address: string, trigger: string): string {
  return [
    `body='{}'; t=$(date +%s)`,
    `digest=$(printf %s "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)`,
    `mac=$(printf 'v1\\n%s\\n${trigger}\\nPOST\\n%s' "$t" "$digest" |`,
    `  openssl dgst -sha256 -hmac "$CATENARY_KEY" -r | cut -d' ' -f1)`,
    `curl -X POST ${quoted(address)} \\`,
    `  -H "Catenary-Signature: t=$t,v1=$mac" \\`,
    `  -H 'Content-Type: application/json' -d "$body"`,
  ].join("\n");
}

/** How a webhook of our own scheme is called from a shell. */
export function WebhookCall({ address, trigger }: { address: string; trigger: string }) {
  const { t } = useTranslation("triggers");
  const [shown, setShown] = useState(false);
  return (
    <>
      <Switch label={t("call")} checked={shown} onChange={(e) => setShown(e.currentTarget.checked)} />
      {shown && <ShellText label={t("call")} note={t("callWhat")} text={signedCall(address, trigger)} />}
    </>
  );
}

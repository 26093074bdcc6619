import { Code } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { JsonView } from "@/shared/kit/json-view";
import classes from "../drawer.module.css";
import { asText } from "./as-text";
import type { PreviewProps } from "./node-preview";

type Fields = { [name: string]: unknown };

/** The request as it would be sent. Secrets stand there by their keys. */
export function RequestPreview({ config }: PreviewProps) {
  const { t } = useTranslation("canvas");
  const plain = (value: unknown) => {
    const secret = (value as Fields | null)?.secret;
    return typeof secret === "string" ? t("preview.secret", { key: secret }) : asText(value);
  };
  const auth = config.auth as { scheme?: string; username?: string; secret?: string } | undefined;
  const headers: Fields = { ...(config.headers as Fields) };
  if (auth?.scheme) {
    const secret = t("preview.secret", { key: auth.secret ?? "" });
    headers.Authorization = `${auth.scheme} ${auth.scheme === "basic" ? `${auth.username ?? ""}:` : ""}${secret}`;
  }
  const query = Object.entries((config.query ?? {}) as Fields).map(([k, v]) => `${k}=${plain(v)}`);
  const url = asText(config.url ?? "");
  const address = [url, query.join("&")].filter(Boolean).join(url.includes("?") ? "&" : "?");
  const lines = [
    `${config.method ?? "GET"} ${address}`,
    ...Object.entries(headers).map(([k, v]) => `${k}: ${plain(v)}`),
  ];
  return (
    <div className={classes.stack}>
      <Code block>{lines.join("\n")}</Code>
      {config.body !== undefined &&
        (typeof config.body === "string" ? (
          <Code block>{config.body}</Code>
        ) : (
          <JsonView value={config.body} label={t("preview.body")} />
        ))}
    </div>
  );
}

import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "../model/journal";
import classes from "./detail.module.css";

/** Why something failed: the code, the words, and where. */
export function FailureNote({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const { t } = useTranslation("runs");
  return (
    <div className={classes.failure} role="note" aria-label={t("failure")}>
      <Code>{failure.code}</Code>
      {failure.line ? <span> {t("atLine", { line: failure.line })}</span> : null}
      {failure.message && <p>{failure.message}</p>}
      {children}
    </div>
  );
}

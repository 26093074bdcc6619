import { Code } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Measured } from "../model/measured";
import classes from "./releases.module.css";

/** Why a check did not hold. */
export function MeasuredNote({ measured: { measure, value, limit } }: { measured: Measured }) {
  const { t } = useTranslation("releases");
  return (
    <dl className={classes.measured}>
      {measure && (
        <>
          <dt>{t("measured.measure")}</dt>
          <dd>
            <Code>{measure}</Code>
          </dd>
        </>
      )}
      <dt>{t("measured.value")}</dt>
      <dd>
        <Code>{value}</Code>
      </dd>
      <dt>{t("measured.limit")}</dt>
      <dd>
        <Code>{limit}</Code>
      </dd>
    </dl>
  );
}

import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { dateTime } from "@/shared/lib/format";
import { useEditor } from "../../store";
import classes from "./drawer.module.css";

/** Which run a sample is from. */
export function SampleSource({ run }: { run: Shape<"RunBody"> | undefined }) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  if (!run) return <p className={classes.dim}>{t("drawer.sample.none")}</p>;
  return (
    <p className={classes.dim}>
      {t(run.test ? "drawer.sample.test" : "drawer.sample.run")}{" "}
      <Anchor size="xs" component={Link} to={`/o/${org}/runs/${run.id}` as "/"}>
        {run.title || dateTime(run.created_at)}
      </Anchor>
    </p>
  );
}

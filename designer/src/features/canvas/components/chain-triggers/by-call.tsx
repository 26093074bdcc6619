import { Title } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { remembered } from "@/shared/lib/storage";
import { sampleInput } from "../../model/sample-input";
import { useEditor } from "../../store";
import { ApiCall } from "../start/api-call";
import classes from "./chain-triggers.module.css";

/** The call that starts the chain, with the input that was typed last here, or one as its schema asks for. */
export function ByCall({ org, chain }: { org: string; chain: string }) {
  const { t } = useTranslation("canvas");
  const schema = useEditor((s) => s.document.input);
  const input = useMemo(
    () => remembered<unknown>(`input.${org}.${chain}`, undefined) ?? sampleInput(schema),
    [org, chain, schema],
  );
  return (
    <section className={classes.part} aria-labelledby="chain-call">
      <Title order={2} id="chain-call" mb="xs">
        {t("start.byCall")}
      </Title>
      <ApiCall org={org} chain={chain} body={{ input }} note={t("start.byCallWhat")} />
    </section>
  );
}

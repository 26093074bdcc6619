import { Alert, Radio, Stack } from "@mantine/core";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { list } from "@/shared/lib/format";

/** Whether nodes whose work is noticed outside are carried out really; empty while nothing was chosen. */
export type Really = "" | "mock" | "real";

type Props = {
  /** The nodes that the test would carry out. */
  nodes: readonly ChainNode[];
  value: Really;
  onChange: (value: Really) => void;
  /** Why the test could not be started as it is. */
  error: string | undefined;
  first: Ref<HTMLInputElement>;
};

/** Asks what becomes of the nodes whose work is noticed outside. */
export function OutsideField({ nodes, value, onChange, error, first }: Props) {
  const { t } = useTranslation("canvas");
  return (
    <>
      <Radio.Group
        label={t("trial.outside")}
        description={t("trial.outsideWhich", {
          nodes: list(nodes.slice(0, 6).map(nodeName)),
          count: nodes.length,
        })}
        error={error}
        value={value}
        onChange={(v) => onChange(v as Really)}
      >
        <Stack gap={4} mt={4}>
          <Radio ref={first} value="mock" label={t("trial.mock", { count: nodes.length })} />
          <Radio value="real" label={t("trial.real")} />
        </Stack>
      </Radio.Group>
      {value === "real" && <Alert color="yellow">{t("trial.realWarning")}</Alert>}
    </>
  );
}

import { Group, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useHold } from "@/shared/holds/api";
import { counted } from "@/shared/holds/counted";
import { HoldState } from "@/shared/holds/hold-state";
import { ErrorState } from "@/shared/kit/error-state";
import { useEditor } from "../../../store";
import classes from "../drawer.module.css";
import type { PreviewProps } from "./node-preview";

type Part = { chain?: unknown } | undefined;

/** The chain whose starts are kept or let go, and how they stand now. */
export function HoldPreview({ config }: PreviewProps) {
  const { t } = useTranslation("canvas");
  const part = (config.hold ?? config.release) as Part;
  if (!part?.chain) return <p className={classes.dim}>{t("preview.noChain")}</p>;
  return <Held chain={String(part.chain)} releases={config.hold === undefined} />;
}

function Held({ chain, releases }: { chain: string; releases: boolean }) {
  const { t } = useTranslation(["canvas", "holds"]);
  const org = useEditor((s) => s.org);
  const { data: hold, error, refetch } = useHold(org, chain);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!hold) return <Skeleton height={44} />;
  return (
    <>
      <Group gap="xs">
        <Text size="sm">{t("preview.heldNow", { chain })}</Text>
        <HoldState state={hold.state} />
      </Group>
      <Text size="sm">{t("holds:waits", { count: hold.waiting, n: counted(hold) })}</Text>
      <p className={classes.dim}>{t(releases ? "preview.releases" : "preview.holds")}</p>
    </>
  );
}

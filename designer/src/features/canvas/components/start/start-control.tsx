import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { Can } from "@/shared/kit/can";
import { whyNot } from "@/shared/kit/why-not";
import { useChain } from "../drafts/use-chain";
import { StartDialog } from "../later";

/** Runs the published version; `start=1` in the address opens the form. */
export function StartControl() {
  const { t } = useTranslation("canvas");
  const chain = useChain().data;
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = (start?: string) =>
    void navigate({ to: ".", search: (old: Record<string, string | undefined>) => ({ ...old, start }) });
  const why = chain && (whyNot("run:start", chain) ?? (chain.version > 0 ? undefined : t("versions.none")));
  const actions: Action[] = [
    {
      id: "canvas.start",
      label: t("start.act"),
      enabled: chain !== undefined && why === undefined,
      why,
      perform: () => show("1"),
    },
  ];
  useActions(actions);
  if (!chain || chain.version === 0) return null;
  return (
    <>
      <Can do="run:start" on={chain}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => show("1")}
        >
          {t("start.act")}
        </Button>
      </Can>
      {search.start && <StartDialog chain={chain} close={() => show(undefined)} />}
    </>
  );
}

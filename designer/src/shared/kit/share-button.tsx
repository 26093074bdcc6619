import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { Can } from "./can";
import { lazyDialog } from "./lazily";

const ShareDialog = lazyDialog(() => import("./share-dialog").then((m) => m.ShareDialog));

type Props = {
  org: string;
  kind: Shape<"CreateShareInputBody">["kind"];
  thing: { id: string; name: string; shared: boolean; can: string[] };
};

/** Shares a thing of the org downward. What is shared from above is shared on by its owner only. */
export function ShareButton({ org, kind, thing }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (thing.shared) return null;
  return (
    <>
      <Can do="share:write" on={thing}>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t("share.act")}
        </Button>
      </Can>
      {open && <ShareDialog org={org} kind={kind} thing={thing} close={() => setOpen(false)} />}
    </>
  );
}

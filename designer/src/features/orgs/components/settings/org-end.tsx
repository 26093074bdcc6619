import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import type { Org } from "@/shared/kit/org-tree";
import { DeleteDialog } from "../org/delete-dialog";

/** The end of an org: who may delete it is said by the org above. */
export function OrgEnd({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const [asking, setAsking] = useState(false);
  const root = useMe().data?.tenant_id === org.id;
  const above = useOrg(org.parent_id ?? "").data;
  return (
    <Paper component="section" withBorder p="md" maw={560} aria-labelledby="org-end">
      <Stack gap="md" align="flex-start">
        <Title order={2} id="org-end">
          {t("delete")}
        </Title>
        <Text size="sm">{t(root ? "settings.endRoot" : "settings.endHelp")}</Text>
        {!root && (
          <Can do="org:delete" on={org.parent_id ? above : { can: [] }} at={org.parent_id ?? ""}>
            <Button color="red" variant="light" disabled={!above} onClick={() => setAsking(true)}>
              {t("delete")}
            </Button>
          </Can>
        )}
      </Stack>
      {asking && <DeleteDialog org={org} close={() => setAsking(false)} />}
    </Paper>
  );
}

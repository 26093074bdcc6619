import { Stack } from "@mantine/core";
import { may, useMe } from "@/shared/api/session";
import type { Org } from "@/shared/kit/org-tree";
import { OrgEnd } from "./org-end";
import { OrgName } from "./org-name";
import { TenantSettings } from "./tenant-settings";

/** What belongs to an org itself: its name and key, of the topmost how people sign in, and its end. */
export function SettingsTab({ org }: { org: Org }) {
  const root = useMe().data?.tenant_id === org.id;
  return (
    <Stack gap="md">
      <OrgName org={org} />
      {root && may(org, "tenant:settings") && <TenantSettings org={org} />}
      <OrgEnd org={org} />
    </Stack>
  );
}

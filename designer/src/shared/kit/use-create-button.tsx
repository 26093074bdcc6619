import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactElement, useMemo } from "react";
import { useActions } from "@/shared/actions/actions";
import type { Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { Can } from "./can";
import { useAddress } from "./use-address";

type Create = { id: string; label: string; permission: string; org: Shape<"OrgBody"> | undefined };

/**
 * Offers to make a new one of what a page lists, which is `new=1` in the address; `n` does so too. The button
 * stands beside the title and, as long as there is nothing to list, also in its place.
 */
export function useCreateButton({ id, label, permission, org }: Create): ReactElement {
  const [, go] = useAddress();
  const enabled = may(org, permission);
  const create = useMemo(
    () => ({ id, label, keys: ["n"], enabled, perform: () => go({ new: "1" }, false) }),
    [id, label, enabled, go],
  );
  useActions(useMemo(() => [create], [create]));
  return (
    <Can do={permission} on={org}>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create.perform}>
        {label}
      </Button>
    </Can>
  );
}

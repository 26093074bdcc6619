import { Anchor } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { addressOf } from "@/shared/api/address";
import type { Shape } from "@/shared/api/client";

type Props = {
  org: string;
  run: string;
  file: Shape<"ArtefactBody">;
  /** What is in it may be seen. */
  allowed: boolean;
};

/** A file of a run, to be downloaded by whoever may. */
export function ArtefactLink({ org, run, file, allowed }: Props) {
  const { name, node, attempt, scope } = file;
  if (!allowed) return <span>{name}</span>;
  return (
    <Anchor
      href={addressOf("/api/v1/orgs/{org_id}/runs/{run_id}/artefacts/content", {
        path: { org_id: org, run_id: run },
        query: { node, attempt, name, ...(scope ? { scope } : {}) },
      })}
      download={name}
      inherit
    >
      <IconDownload size={14} aria-hidden /> {name}
    </Anchor>
  );
}

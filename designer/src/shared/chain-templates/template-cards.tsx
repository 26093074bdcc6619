import { SimpleGrid, Skeleton } from "@mantine/core";
import { useState } from "react";
import { api, type Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { TemplateCard } from "./template-card";
import { UseTemplate } from "./use-template";

export type Template = Shape<"TemplateBody">;

/** The chains to begin with, as cards; each can be used at once. */
export function TemplateCards({ org }: { org: string }) {
  const [chosen, setChosen] = useState<Template>();
  const templates = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/templates",
    { params: { path: { org_id: org } } },
    { staleTime: 600_000 },
  );
  if (templates.error) return <ErrorState error={templates.error} retry={() => templates.refetch()} />;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md" w="100%">
      {templates.data
        ? templates.data.items.map((one) => (
            <TemplateCard key={one.key} org={org} template={one} use={() => setChosen(one)} />
          ))
        : ["a", "b", "c", "d"].map((k) => <Skeleton key={k} height={260} />)}
      {chosen && <UseTemplate org={org} template={chosen} close={() => setChosen(undefined)} />}
    </SimpleGrid>
  );
}

import { SimpleGrid, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { ErrorState } from "@/shared/kit/error-state";
import { lazily } from "@/shared/kit/lazily";
import { LoadMore } from "@/shared/kit/load-more";
import { TemplateCard } from "./template-card";
import { UseTemplate } from "./use-template";

const DrawRelease = lazily(() => import("./draw-release").then((m) => m.DrawRelease));

const PreviewDialog = lazily(() => import("./preview-dialog").then((m) => m.PreviewDialog));

export type Template = Shape<"TemplateBody">;

/** The chains and releases to begin with, as cards; each can be used at once. */
export function TemplateCards({ org }: { org: string }) {
  const { t } = useTranslation("chain-templates");
  const [chosen, setChosen] = useState<{ template: Template; how: "use" | "draw" | "look" }>();
  const templates = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/templates",
    { params: { path: { org_id: org }, query: { limit: 50 } } },
    paged,
  );
  const close = () => setChosen(undefined);
  if (templates.error && !templates.data)
    return <ErrorState error={templates.error} retry={() => templates.refetch()} />;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md" w="100%">
      {templates.data
        ? rowsOf(templates.data)?.map((one) => (
            <TemplateCard
              key={one.id ?? one.key}
              org={org}
              template={one}
              begin={(how) => setChosen({ template: one, how })}
            />
          ))
        : ["a", "b", "c", "d"].map((k) => <Skeleton key={k} height={260} />)}
      <LoadMore query={templates} label={t("more")} variant="default" />
      {chosen?.how === "use" && <UseTemplate org={org} template={chosen.template} close={close} />}
      {chosen?.how === "look" && <PreviewDialog org={org} template={chosen.template} close={close} />}
      {chosen?.how === "draw" && <DrawRelease org={org} template={chosen.template} close={close} />}
    </SimpleGrid>
  );
}

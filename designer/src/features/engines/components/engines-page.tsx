import { Anchor, Text } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazyDialog } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { SearchField } from "@/shared/kit/search-field";
import { SharedBadge } from "@/shared/kit/shared-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import { useAdapters } from "../api/adapters";
import { Breaker } from "./breaker";

const CreateEngine = lazyDialog(() => import("./create-engine").then((m) => m.CreateEngine));

export type Engine = Shape<"EngineBody">;

/** The pipeline engines that nodes of an org can call. */
export function EnginesPage() {
  const { org = "" } = useParams({ strict: false });
  return <EnginesScreen org={org} />;
}

export function EnginesScreen({ org }: { org: string }) {
  const { t, i18n } = useTranslation("engines");
  const [search, go] = useAddress();
  const navigate = useNavigate();
  const seen = useOrg(org);
  const adapters = useAdapters();
  const engines = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines",
    { params: { path: { org_id: org }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const button = useCreateButton({
    id: "engines.create",
    label: t("create"),
    permission: "engine:write",
    org: seen.data,
  });
  const adapter = (name: string) => {
    if (name === "builtin") return t("builtIn");
    const known = adapters.data?.items.find((a) => a.name === name);
    return known ? words(known.title, i18n.language) : name;
  };
  const limits = (e: Engine) =>
    [
      e.limits.concurrency ? t("limit.atOnce", { count: e.limits.concurrency }) : "",
      e.limits.rate ? t("limit.perSecond", { count: e.limits.rate }) : "",
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <Page title={t("title")} actions={button} filters={<SearchField label={t("search")} />}>
      <Listing<Engine>
        query={engines}
        label={t("title")}
        id={(e) => e.id}
        open={(e) => void navigate({ to: "/o/$org/engines/$key", params: { org, key: e.key } } as never)}
        columns={[
          {
            id: "name",
            title: t("name"),
            cell: (e) => (
              <>
                <Anchor
                  size="sm"
                  fw={600}
                  renderRoot={(props) => (
                    <Link {...props} to="/o/$org/engines/$key" params={{ org, key: e.key } as never} />
                  )}
                >
                  {e.name}
                </Anchor>{" "}
                <SharedBadge of={e} />
                <Text size="xs" c="dimmed">
                  {e.key}
                </Text>
              </>
            ),
          },
          { id: "adapter", title: t("adapter"), cell: (e) => adapter(e.adapter), width: 220 },
          {
            id: "breaker",
            title: t("breaker.title"),
            cell: (e) => e.adapter !== "builtin" && <Breaker breaker={e.breaker} />,
            width: 240,
          },
          {
            id: "limits",
            title: t("limit.title"),
            wide: true,
            cell: (e) => limits(e) || t("limit.none"),
            width: 240,
          },
        ]}
        empty={
          <EmptyState
            icon={<IconRobot size={32} stroke={1.5} />}
            text={search.q ? t("nothing", { q: search.q }) : t("empty")}
            action={!search.q && button}
          />
        }
      />
      {search.new === "1" && <CreateEngine org={org} close={() => go({ new: undefined })} />}
    </Page>
  );
}

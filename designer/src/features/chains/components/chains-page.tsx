import { Button, Group, Select } from "@mantine/core";
import { IconSitemap, IconTag } from "@tabler/icons-react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { may, useOrg } from "@/shared/api/session";
import { TemplateCards } from "@/shared/chain-templates/template-cards";
import { DeepSwitch } from "@/shared/kit/deep-switch";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazily, lazyDialog } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { SearchField } from "@/shared/kit/search-field";
import { useAddress } from "@/shared/kit/use-address";
import { useColumns } from "./columns";
import { DeleteChain } from "./delete-chain";
import { DeletedChains } from "./deleted-chains";
import { ImportChain } from "./import-chain";
import { NewChain } from "./new-chain";
import { NewChainMenu } from "./new-chain-menu";

const SaveTemplate = lazily(() =>
  import("@/shared/chain-templates/save-template").then((m) => m.SaveTemplate),
);

export type Chain = Shape<"ChainBody">;

const TagsDialog = lazyDialog(() => import("./tags-dialog").then((m) => m.TagsDialog));

/** The chains of an org: what is live, what is being drawn, how it ran of late. */
export function ChainsPage() {
  const { org = "" } = useParams({ strict: false });
  return <ChainsScreen org={org} />;
}

export function ChainsScreen({ org }: { org: string }) {
  const { t } = useTranslation("chains");
  const [search, go] = useAddress();
  const navigate = useNavigate();
  const seen = useOrg(org);
  const [deleting, setDeleting] = useState<Chain>();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chain>>(new Map());
  const [tagging, setTagging] = useState<Chain[]>();
  const [keeping, setKeeping] = useState<Chain>();
  const deep = search.deep === "1";
  const chains = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    {
      params: {
        path: { org_id: org },
        query: {
          limit: 50,
          ...(search.q ? { q: search.q } : {}),
          ...(search.tag ? { tag: search.tag } : {}),
          ...(deep ? { deep: true } : {}),
        },
      },
    },
    // How the last runs go changes without the chains. Of a list that was read on, all pages would be asked for.
    { ...paged, refetchInterval: (q) => (q.state.data && q.state.data.pages.length > 1 ? false : 15_000) },
  );
  const tags = api.useQuery("get", "/api/v1/orgs/{org_id}/chain-tags", {
    params: { path: { org_id: org }, query: deep ? { deep: true } : {} },
  });
  const known = tags.data?.items.map((one) => one.tag) ?? [];
  const to = useCallback(
    (c: Chain, how?: "edit" | "start") =>
      void navigate({
        to: "/o/$org/chains/$key",
        params: { org: c.org_id, key: c.key },
        search: how ? { [how]: "1" } : {},
      } as never),
    [navigate],
  );
  const mayEdit = may(seen.data, "chain:edit");
  useActions(
    useMemo(
      () => [
        {
          id: "chains.create",
          label: t("create"),
          keys: ["n"],
          enabled: mayEdit,
          perform: () => go({ new: "blank" }, false),
        },
      ],
      [t, go, mayEdit],
    ),
  );
  const mayKeep = may(seen.data, "template:write");
  const columns = useColumns({
    open: to,
    remove: setDeleting,
    keep: mayKeep ? setKeeping : undefined,
    chosen: new Set(chosen.keys()),
    choose: (c) =>
      setChosen(
        (old) => new Map(old.has(c.id) ? [...old].filter(([id]) => id !== c.id) : [...old, [c.id, c]]),
      ),
    tag: (c) => setTagging([c]),
    only: (tag) => go({ tag }),
  });
  return (
    <Page
      title={t("title")}
      actions={<NewChainMenu org={seen.data} go={go} />}
      filters={
        <Group>
          <SearchField label={t("search")} />
          {(known.length > 0 || search.tag) && (
            <Select
              aria-label={t("tags.label")}
              placeholder={t("tags.any")}
              data={search.tag && !known.includes(search.tag) ? [search.tag, ...known] : known}
              value={search.tag ?? null}
              clearable
              w={180}
              onChange={(tag) => go({ tag: tag ?? undefined })}
            />
          )}
          <DeepSwitch />
          {chosen.size > 0 && (
            <Button
              variant="light"
              leftSection={<IconTag size={16} aria-hidden />}
              onClick={() => setTagging([...chosen.values()])}
            >
              {t("tags.many", { count: chosen.size })}
            </Button>
          )}
        </Group>
      }
    >
      <Listing<Chain>
        query={chains}
        label={t("title")}
        id={(c) => c.id}
        open={(c) => to(c)}
        keys={{
          e: (c) => c.can.includes("chain:edit") && to(c, "edit"),
          t: (c) => c.can.includes("chain:edit") && setTagging(chosen.size > 0 ? [...chosen.values()] : [c]),
          r: (c) => c.can.includes("run:start") && c.version > 0 && to(c, "start"),
        }}
        columns={columns}
        empty={
          <EmptyState
            icon={<IconSitemap size={32} stroke={1.5} />}
            text={
              search.q
                ? t("nothing", { q: search.q })
                : search.tag
                  ? t("tags.nothing", { tag: search.tag })
                  : t(mayEdit ? "empty" : "emptyForReaders")
            }
            more={!search.q && !search.tag && mayEdit && <TemplateCards org={org} />}
          />
        }
      />
      <NewChain org={org} opened={search.new === "blank"} close={() => go({ new: undefined })} />
      <ImportChain org={org} opened={search.new === "import"} close={() => go({ new: undefined })} />
      <DeletedChains org={org} opened={search.deleted === "1"} close={() => go({ deleted: undefined })} />
      {tagging && (
        <TagsDialog
          chains={tagging}
          known={known}
          close={() => {
            setTagging(undefined);
            setChosen(new Map());
          }}
        />
      )}
      {keeping && (
        <SaveTemplate
          org={keeping.org_id}
          from={{ chain: keeping.key }}
          name={keeping.name}
          close={() => setKeeping(undefined)}
        />
      )}
      <DeleteChain chain={deleting} close={() => setDeleting(undefined)} />
    </Page>
  );
}

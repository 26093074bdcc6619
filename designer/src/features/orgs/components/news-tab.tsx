import { Button, Group, Text } from "@mantine/core";
import { IconNews, IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { paged } from "@/shared/api/paged";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazyDialog } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { dateTime } from "@/shared/lib/format";
import { type News, newsChanged } from "@/shared/news/api";

const NewsDialog = lazyDialog(() => import("@/shared/news/news-dialog").then((m) => m.NewsDialog));

type Open = { how: "write" } | { how: "change" | "delete"; news: News };

/** All that an org has told its people, also what has ended and what is yet to come, for who writes it. */
export function NewsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const news = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/news",
    { params: { path: { org_id: org.id }, query: { all: true, limit: 50 } } },
    paged,
  );
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/news/{news_id}", {
    onSuccess: close,
    onSettled: () => newsChanged(queries),
  });
  const columns: Column<News>[] = [
    { id: "title", title: t("news.title"), cell: (n) => n.title },
    { id: "state", title: t("news.state"), width: 90, cell: (n) => t(`news.is.${n.state}`) },
    { id: "from", title: t("news.from"), width: 160, wide: true, cell: (n) => dateTime(n.shown_at) },
    {
      id: "until",
      title: t("news.until"),
      width: 160,
      wide: true,
      cell: (n) => n.ends_at && dateTime(n.ends_at),
    },
    {
      id: "acts",
      title: t("news.acts"),
      quiet: true,
      width: 175,
      align: "end",
      cell: (n) => (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("news.changeOne", { title: n.title })}
            onClick={() => setOpen({ how: "change", news: n })}
          >
            {t("news.change")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("news.deleteOne", { title: n.title })}
            onClick={() => {
              remove.reset();
              setOpen({ how: "delete", news: n });
            }}
          >
            {t("news.delete")}
          </Button>
        </Group>
      ),
    },
  ];
  const write = (
    <Button
      leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
      onClick={() => setOpen({ how: "write" })}
    >
      {t("news.write")}
    </Button>
  );
  const empty = news.data?.pages[0]?.items.length === 0;
  return (
    <>
      <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed" maw={640}>
          {t("news.intro")}
        </Text>
        {!empty && write}
      </Group>
      <Listing
        query={news}
        empty={<EmptyState icon={<IconNews size={32} stroke={1.5} />} text={t("news.none")} action={write} />}
        label={t("tab.news")}
        columns={columns}
        id={(n) => n.id}
      />
      {open?.how === "write" && <NewsDialog org={org} close={close} />}
      {open?.how === "change" && <NewsDialog org={org} news={open.news} close={close} />}
      {open?.how === "delete" && (
        <ConfirmDanger
          opened
          close={close}
          title={t("news.deleteTitle", { title: open.news.title })}
          effect={t("news.deleteEffect")}
          act={t("news.delete")}
          why
          going={remove.isPending}
          error={remove.error}
          perform={(reason) =>
            remove.mutate({
              params: {
                query: { reason },
                path: { org_id: org.id, news_id: open.news.id },
                header: { "If-Match": etag(open.news.revision) },
              },
            })
          }
        />
      )}
    </>
  );
}

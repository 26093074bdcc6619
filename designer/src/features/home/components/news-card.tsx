import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { may } from "@/shared/api/session";
import { lazyDialog } from "@/shared/kit/lazily";
import { LoadMore } from "@/shared/kit/load-more";
import { Card } from "./card";
import classes from "./home.module.css";
import { NewsItem } from "./news-item";

const NewsDialog = lazyDialog(() => import("@/shared/news/news-dialog").then((m) => m.NewsDialog));

/** What the orgs that somebody belongs to, and those above them, have to tell; the newest first. */
export function NewsCard({ org }: { org: Shape<"OrgBody"> }) {
  const { t } = useTranslation("home");
  const [writing, setWriting] = useState(false);
  const news = api.useInfiniteQuery("get", "/api/v1/me/news", { params: { query: { limit: 5 } } }, paged);
  const rows = rowsOf(news.data) ?? [];
  const writes = may(org, "org:edit");
  if (news.data && rows.length === 0 && !writes) return null;
  return (
    <>
      <Card
        title={t("news")}
        query={{ ...news, error: news.isFetchNextPageError ? null : news.error }}
        {...(writes && {
          all: { to: `/o/${org.id}/members`, search: { tab: "news" }, label: t("newsOf", { org: org.name }) },
        })}
      >
        {rows.length === 0 ? (
          <Text size="sm" c="dimmed" px="md" pt="md">
            {t("newsNone", { org: org.name })}
          </Text>
        ) : (
          <ul className={classes.list}>
            {rows.map((one, at) => (
              <NewsItem key={one.id} news={one} first={at === 0} />
            ))}
          </ul>
        )}
        <div className={classes.acts}>
          <LoadMore query={news} label={t("newsMore")} size="compact-sm" />
          {writes && (
            <Button size="compact-sm" variant="default" onClick={() => setWriting(true)}>
              {t(rows.length === 0 ? "newsFirst" : "newsWrite")}
            </Button>
          )}
        </div>
      </Card>
      {writing && <NewsDialog org={org} close={() => setWriting(false)} />}
    </>
  );
}

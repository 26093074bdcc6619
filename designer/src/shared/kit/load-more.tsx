import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { useSaid } from "./lacking";

/** What is known of a list that comes page by page; a query of pages is one. */
export type Pages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  /** The last page that was asked for did not come. */
  isFetchNextPageError?: boolean;
  error?: unknown;
  fetchNextPage: () => unknown;
};

type Props = { query: Pages; label?: string; size?: string; variant?: string };

/** Gets the next page of a list; where that fails, says why beside the way to try again. */
export function LoadMore({ query, label, size = "sm", variant = "subtle" }: Props) {
  const { t } = useTranslation();
  const said = useSaid();
  if (!query.hasNextPage) return null;
  const failed = query.isFetchNextPageError && !query.isFetchingNextPage;
  const act = (
    <Button
      variant={failed ? "light" : variant}
      size={size}
      loading={query.isFetchingNextPage}
      onClick={() => query.fetchNextPage()}
    >
      {failed ? t("retry") : (label ?? t("loadMore"))}
    </Button>
  );
  if (!failed) return act;
  const problem = asProblem(query.error);
  return (
    <Group role="alert" justify="center" gap="xs">
      <Text size="sm">{t("loadMoreFailed", { reason: said(problem) || problem.code })}</Text>
      {act}
    </Group>
  );
}

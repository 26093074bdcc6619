import { Button, Group, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
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
  const act = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  const loading = query.isFetchingNextPage;
  // A button that is busy loses the focus.
  useEffect(() => {
    if (loading || !pressed.current) return;
    pressed.current = false;
    if (document.activeElement === document.body) act.current?.focus();
  }, [loading]);
  if (!query.hasNextPage) return null;
  const failed = query.isFetchNextPageError && !loading;
  const problem = failed ? asProblem(query.error) : undefined;
  // The button stays the same one, whatever stands beside it.
  return (
    <Group justify="center" gap="xs" style={failed ? undefined : { display: "contents" }}>
      {problem && (
        <Text key="why" role="alert" size="sm">
          {t("loadMoreFailed", { reason: said(problem) || problem.code })}
        </Text>
      )}
      <Button
        key="act"
        ref={act}
        variant={failed ? "light" : variant}
        size={size}
        loading={loading}
        onClick={() => {
          pressed.current = true;
          query.fetchNextPage();
        }}
      >
        {failed ? t("retry") : (label ?? t("loadMore"))}
      </Button>
    </Group>
  );
}

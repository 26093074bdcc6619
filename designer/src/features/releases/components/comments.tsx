import { Button, Group, Select, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { LoadMore } from "@/shared/kit/load-more";
import { RelativeTime } from "@/shared/kit/relative-time";
import { type Release, useReleaseChanged } from "../api/releases";
import classes from "./releases.module.css";

const all = "/api/v1/orgs/{org_id}/releases/{release_id}/comments" as const;

/** What was said about a release, the oldest first, and a place to say something. */
export function Comments({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const path = { org_id: org, release_id: release.id };
  const changed = useReleaseChanged();
  const said = api.useInfiniteQuery("get", all, { params: { path, query: { limit: 100 } } }, paged);
  const [text, setText] = useState("");
  const [about, setAbout] = useState("");
  const say = api.useMutation("post", all, {
    onSuccess: (_, { body: sent }) => {
      setText((now) => (now.trim() === sent.body ? "" : now));
      void changed();
    },
  });
  const errors = new FieldErrors(say.error);
  const rows = rowsOf(said.data);
  const parts = (release.plan?.phases ?? []).map((p, i) => ({ value: `/phases/${i}`, label: p.name }));
  const named = (pointer: string) => parts.find((p) => p.value === pointer)?.label ?? pointer;
  if (said.error && !rows) return <ErrorState error={said.error} retry={() => said.refetch()} />;
  if (!rows) return <Skeleton height={120} />;
  return (
    <Stack gap="md" maw={720}>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noComments")}
        </Text>
      )}
      <ol className={classes.comments}>
        {rows.map((c) => (
          <li key={c.id}>
            <Text size="sm" c="dimmed">
              <strong>{c.by?.name}</strong> <RelativeTime at={c.at} />
              {c.pointer && ` · ${named(c.pointer)}`}
              {c.revision !== release.revision && ` · ${t("ofRevision", { revision: c.revision })}`}
            </Text>
            <p className={classes.said}>{c.body}</p>
          </li>
        ))}
      </ol>
      <LoadMore query={said} />
      <Textarea
        label={t("comment")}
        autosize
        minRows={2}
        value={text}
        error={errors.at("/body")}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Group gap="sm" align="flex-end">
        <Select
          label={t("about")}
          placeholder={t("whole")}
          clearable
          data={parts}
          value={about || null}
          onChange={(p) => setAbout(p ?? "")}
        />
        <Button
          disabled={text.trim() === ""}
          loading={say.isPending}
          onClick={() =>
            say.mutate({
              params: { path },
              body: { body: text.trim(), ...(about ? { pointer: about } : {}) },
            })
          }
        >
          {t("say")}
        </Button>
      </Group>
      <ProblemNote errors={errors} />
    </Stack>
  );
}

import { Group, Input, Paper, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { Markdown } from "@/shared/kit/markdown";
import { type News, newsChanged } from "./api";
import { dayOf, timeOf } from "./days";

type Props = { org: { id: string; name: string }; news?: News | undefined; close: () => void };

/** Writes news of an org, or writes some anew. */
export function NewsDialog({ org, news, close }: Props) {
  const { t } = useTranslation("news");
  const queries = useQueryClient();
  const [title, setTitle] = useState(news?.title ?? "");
  const [text, setText] = useState(news?.text ?? "");
  const [from, setFrom] = useState(dayOf(news?.starts_at));
  const [until, setUntil] = useState(dayOf(news?.ends_at));
  const done = {
    onSuccess: close,
    // Also what was refused may be other than what is shown.
    onSettled: () => newsChanged(queries),
  };
  const write = api.useMutation("post", "/api/v1/orgs/{org_id}/news", done);
  const change = api.useMutation("put", "/api/v1/orgs/{org_id}/news/{news_id}", done);
  const errors = new FieldErrors(write.error ?? change.error);
  const submit = () => {
    const starts_at = timeOf(from, "begin", news?.starts_at);
    const ends_at = timeOf(until, "end", news?.ends_at);
    const body = {
      title: title.trim(),
      ...(text.trim() && { text }),
      ...(starts_at && { starts_at }),
      ...(ends_at && { ends_at }),
    };
    if (!news) return write.mutate({ params: { path: { org_id: org.id } }, body });
    const header = { "If-Match": etag(news.revision) };
    change.mutate({ params: { path: { org_id: org.id, news_id: news.id }, header }, body });
  };
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t(news ? "changeTitle" : "writeTitle", { org: org.name })}
      act={t(news ? "save" : "post")}
      going={write.isPending || change.isPending}
      ready={title.trim() !== ""}
      errors={errors}
      submit={submit}
    >
      <TextInput
        label={t("title")}
        required
        data-autofocus
        maxLength={120}
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        error={errors.at("/title")}
      />
      <Textarea
        label={t("text")}
        description={t("textHelp")}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={4000}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={errors.at("/text")}
      />
      {text.trim() && (
        <Input.Wrapper label={t("preview")} labelElement="div">
          <Paper withBorder p="sm">
            <Markdown text={text} level={4} />
          </Paper>
        </Input.Wrapper>
      )}
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("from")}
          description={t("fromHelp")}
          value={from}
          onChange={(e) => setFrom(e.currentTarget.value)}
          error={errors.at("/starts_at")}
        />
        <TextInput
          type="date"
          label={t("until")}
          description={t("untilHelp")}
          min={from}
          value={until}
          onChange={(e) => setUntil(e.currentTarget.value)}
          error={errors.at("/ends_at")}
        />
      </Group>
    </FormDialog>
  );
}

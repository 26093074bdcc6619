import { Anchor, Group, Skeleton, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { JsonView } from "@/shared/kit/json-view";
import { Markdown } from "@/shared/kit/markdown";
import { RelativeTime } from "@/shared/kit/relative-time";
import { FillForm } from "@/shared/todos/fill-form";
import { type Form, useFormTodo } from "@/shared/todos/forms";
import { SourceIcon } from "@/shared/todos/todo-row";
import classes from "./inbox.module.css";
import { RunFiles } from "./run-files";

/** A form to be filled in; what is typed is kept on the server until it is sent. */
export function FormDetail({ org, id }: { org: string; id: string }) {
  const form = useFormTodo(org, id);
  if (form.error && !form.data) return <ErrorState error={form.error} retry={() => form.refetch()} />;
  if (!form.data) return <Skeleton height={240} />;
  return <Loaded key={form.data.state} form={form.data} />;
}

function Loaded({ form }: { form: Form }) {
  const { t } = useTranslation("inbox");
  return (
    <>
      <div>
        <Group gap="xs" wrap="nowrap">
          <SourceIcon source="form" />
          <Title order={2}>{form.title}</Title>
        </Group>
        <Text size="sm" c="dimmed">
          {form.due_at && form.state === "waiting" && (
            <>
              {t("todos:due")} <RelativeTime at={form.due_at} />
              {" · "}
            </>
          )}
          <Anchor
            size="sm"
            underline="always"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/o/$org/runs/$run"
                params={{ org: form.org_id, run: form.run_id } as never}
              />
            )}
          >
            {t("openRun")}
          </Anchor>
        </Text>
      </div>
      {form.help && <Markdown text={form.help} />}
      {form.may_fill ? <FillForm form={form} foot={classes.decide} /> : <Seen form={form} />}
    </>
  );
}

/** A form that is over, or that others are asked for. */
function Seen({ form }: { form: Form }) {
  const { t } = useTranslation("inbox");
  return (
    <>
      <Text size="sm" role="status">
        {t(`form.${form.state === "waiting" ? "others" : form.state}`)}{" "}
        {form.settled_at && <RelativeTime at={form.settled_at} />}
      </Text>
      {form.data !== undefined && (
        <>
          <JsonView value={form.data} label={t("form.data")} />
          <RunFiles
            org={form.org_id}
            run={form.run_id}
            allowed
            only={(file) => holds(form.data, file.digest.replace("sha256:", ""))}
          />
        </>
      )}
    </>
  );
}

/** Whether a text stands anywhere in a value. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((v) => holds(v, text));
  return value === text;
}

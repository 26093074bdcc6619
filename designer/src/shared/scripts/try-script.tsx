import { Button, Group, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RunInput } from "@/shared/kit/run-input";
import { useSearched } from "@/shared/kit/use-searched";
import { retiringLast } from "@/shared/lib/retiring-last";
import { remember, remembered } from "@/shared/lib/storage";
import { TrialRun } from "@/shared/runs/trial-run";
import classes from "./try-script.module.css";

type Props = {
  path: { org_id: string; script_key: string };
  script: Shape<"ScriptBody">;
  /** What is written and not saved; without it the newest version is tried. */
  unsaved: string | undefined;
  close: () => void;
};

/** Runs a script, as it is written, in an environment, and shows what it says and gives. */
export function TryScript({ path, script, unsaved, close }: Props) {
  const { t } = useTranslation("scripts");
  const org = path.org_id;
  const memory = `try.${org}.${path.script_key}`;
  const [form, setForm] = useState(() =>
    remembered<{ environment: string; input: unknown; args: string }>(memory, {
      environment: "",
      input: {},
      args: "",
    }),
  );
  const [ok, setOk] = useState(true);
  const searched = useSearched();
  const environments = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  const start = api.useMutation("post", "/api/v1/orgs/{org_id}/scripts/{script_key}/trial", {
    onSuccess: () => remember(memory, form),
  });
  const errors = new FieldErrors(start.error);
  // An own one and one that is shared may have the same key.
  const known = (retiringLast(environments.data?.items) ?? []).filter(
    (e, i, all) => all.findIndex((other) => other.key === e.key) === i,
  );
  const choices = known.map((e) => ({
    value: e.key,
    label: `${e.name}${e.image ? "" : ` · ${t("try.noImage")}`}`,
    disabled: !e.image,
  }));
  if (form.environment && !choices.some((c) => c.value === form.environment))
    choices.push({ value: form.environment, label: form.environment, disabled: false });
  const args = form.args.split("\n").filter((line) => line !== "");
  const run = () =>
    start.mutate({
      params: { path },
      body: {
        environment: form.environment,
        ...(unsaved === undefined ? { version: script.version } : { source: unsaved }),
        input: form.input,
        ...(args.length > 0 ? { arguments: args } : {}),
        title: t("try.runTitle", { name: script.name }).slice(0, 200),
      },
    });
  return (
    <section className={classes.panel} aria-label={t("try.title")}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2}>{t("try.title")}</Title>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={close}>
            {t("shared:close")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {unsaved === undefined ? t("try.newest", { version: script.version }) : t("try.unsaved")}{" "}
          {t("try.bounds")}
        </Text>
        {environments.error && !environments.data && (
          <ErrorState error={environments.error} retry={() => environments.refetch()} />
        )}
        <div className={classes.fields}>
          <Select
            label={t("try.environment")}
            placeholder={t("try.choose")}
            required
            searchable
            data={choices}
            value={form.environment || null}
            error={errors.at("/environment")}
            onChange={(environment) => setForm({ ...form, environment: environment ?? "" })}
            {...searched.typing(choices.map((c) => c.label))}
            nothingFoundMessage={t("try.none")}
          />
          <Textarea
            label={t("try.arguments")}
            autosize
            minRows={1}
            maxRows={6}
            value={form.args}
            error={errors.at("/arguments")}
            onChange={(e) => setForm({ ...form, args: e.currentTarget.value })}
          />
        </div>
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("try.input")}
          </Text>
          <RunInput
            schema={undefined}
            value={form.input}
            onChange={(input, valid) => {
              setForm((f) => ({ ...f, input }));
              setOk(valid);
            }}
          />
        </div>
        <ProblemNote errors={errors} />
        <Group>
          <Can do="run:start" on={script} at={org}>
            <Button loading={start.isPending} disabled={!form.environment || !ok} onClick={run}>
              {t("try.run")}
            </Button>
          </Can>
        </Group>
        {start.data && (
          <TrialRun key={start.data.id} org={org} id={start.data.id} file={`${script.key}.log`} />
        )}
      </Stack>
    </section>
  );
}

import { Checkbox, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { list } from "@/shared/lib/format";
import { slug } from "@/shared/lib/slug";

type Found = Shape<"TemplateFoundBody">;
type Choice = { asked: boolean; key: string; needs: string };
type Props = { org: string; from: { chain: string } | { release: string }; name: string; close: () => void };

/** Saves a chain or a release as a template: what it names is asked for, unless somebody keeps it. */
export function SaveTemplate({ org, from, name, close }: Props) {
  const { t } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const [form, setForm] = useState({ name, key: slug(name) || "template" });
  const [description, setDescription] = useState("");
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const proposal = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/template-proposal",
    { params: { path: { org_id: org }, query: from } },
    { staleTime: 0 },
  );
  const save = api.useMutation("post", "/api/v1/orgs/{org_id}/templates", {
    onSuccess: async () => {
      await queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith("/templates") });
      notifications.show({ message: t("saved", { name: form.name }) });
      close();
    },
  });
  const errors = new FieldErrors(save.error);
  const found = proposal.data?.found ?? [];
  const choice = (f: Found): Choice =>
    choices[f.key] ?? { asked: !f.fixed, key: f.key, needs: f.needs ?? "" };
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t("saveTitle", { name })}
      act={t("saveAct")}
      going={save.isPending}
      ready={form.name.trim() !== "" && form.key !== "" && proposal.data !== undefined}
      errors={errors}
      submit={() =>
        save.mutate({
          params: { path: { org_id: org } },
          body: {
            ...form,
            name: form.name.trim(),
            description,
            from,
            parameters: found.map((f) => {
              const { asked, ...c } = choice(f);
              return { found: f.key, ...c, fixed: !asked };
            }),
          },
        })
      }
    >
      <NameAndKeyFields value={form} change={setForm} errors={errors} />
      <TextInput
        label={t("description")}
        maxLength={2000}
        value={description}
        error={errors.at("/description")}
        onChange={(e) => setDescription(e.currentTarget.value)}
      />
      {proposal.error ? (
        <ErrorState error={proposal.error} retry={() => proposal.refetch()} />
      ) : !proposal.data ? (
        <Loader size="sm" />
      ) : (
        <Stack gap="xs" role="group" aria-label={t("asks")}>
          <Text size="sm" fw={500}>
            {t(found.length > 0 ? "asks" : "asksNothing")}
          </Text>
          {found.map((f, i) => (
            <Asked
              key={f.key}
              found={f}
              choice={choice(f)}
              change={(c) => setChoices((all) => ({ ...all, [f.key]: c }))}
              error={errors.at(`/parameters/${i}/key`)}
            />
          ))}
          {proposal.data.scripts.length > 0 && (
            <Text size="sm">
              {t("takesScripts", { names: list(proposal.data.scripts.map((s) => s.key)) })}
            </Text>
          )}
        </Stack>
      )}
    </FormDialog>
  );
}

type AskedProps = {
  found: Found;
  choice: Choice;
  change: (choice: Choice) => void;
  error: string | undefined;
};

/** One thing that is named: whether it is asked for, by which name, and what is said of it. */
function Asked({ found, choice, change, error }: AskedProps) {
  const { t } = useTranslation("chain-templates");
  const by = found.people;
  const value = found.value ?? by?.role ?? by?.group ?? by?.member ?? found.key;
  const label = t(found.kind, { key: value });
  return (
    <Group gap="xs" wrap="nowrap" align="center">
      <Checkbox
        flex={1}
        label={label}
        checked={choice.asked}
        onChange={(e) => change({ ...choice, asked: e.currentTarget.checked })}
      />
      <TextInput
        size="xs"
        aria-label={t("calledOf", { thing: label })}
        disabled={!choice.asked}
        maxLength={64}
        value={choice.key}
        error={error}
        onChange={(e) => change({ ...choice, key: e.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label={t("needsOf", { thing: label })}
        placeholder={t("needsHint")}
        disabled={!choice.asked}
        maxLength={500}
        value={choice.needs}
        onChange={(e) => change({ ...choice, needs: e.currentTarget.value })}
      />
    </Group>
  );
}

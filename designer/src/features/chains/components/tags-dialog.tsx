import { TagsInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import type { Chain } from "./chains-page";

type Props = { chains: Chain[]; known: string[]; close: () => void };

/** Changes the tags that all of some chains have; what only some have stays. */
export function TagsDialog({ chains, known, close }: Props) {
  const { t } = useTranslation("chains");
  const queries = useQueryClient();
  const before = (chains[0]?.tags ?? []).filter((tag) => chains.every((c) => c.tags.includes(tag)));
  const one = chains.length === 1 ? chains[0] : undefined;
  const [tags, setTags] = useState(before);
  const tag = api.useMutation("post", "/api/v1/orgs/{org_id}/chain-tags");
  const errors = new FieldErrors(tag.error);
  const submit = async () => {
    const add = tags.filter((x) => !before.includes(x));
    const remove = before.filter((x) => !tags.includes(x));
    try {
      for (const org of new Set(chains.map((c) => c.org_id)))
        await tag.mutateAsync({
          params: { path: { org_id: org } },
          body: { chains: chains.filter((c) => c.org_id === org).map((c) => c.key), add, remove },
        });
      close();
    } catch {
      // The dialog says what was refused.
    }
    await queries.invalidateQueries({ predicate: (q) => /chains$|chain-tags$/.test(String(q.queryKey[1])) });
  };
  return (
    <FormDialog
      opened
      close={close}
      title={one ? t("tags.of", { name: one.name }) : t("tags.ofMany", { count: chains.length })}
      act={t("shared:save")}
      going={tag.isPending}
      errors={errors}
      submit={() => void submit()}
    >
      <TagsInput
        label={t("tags.label")}
        description={t(one ? "tags.help" : "tags.helpMany")}
        data-autofocus
        data={known}
        maxTags={20}
        value={tags}
        error={[...errors.under("/add"), ...errors.under("/remove")][0]?.detail}
        onChange={setTags}
      />
    </FormDialog>
  );
}

import { Button, Group, NumberInput, Textarea, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { AskedFields } from "@/shared/kit/asked-fields";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { type Release, useReleaseChanged } from "../api/releases";
import { bodyOf, draftOf, isWhole, newPhase, type PhaseDraft, type PlanDraft } from "../model/plan";
import { PhaseFields } from "./phase-fields";

type Props = {
  org: string;
  /** The one that is edited; without it a new one is made. */
  release?: Release;
  close: () => void;
};

/** Draws up what a release does: its phases with gates, chains, and how each is taken back. */
export function PlanDialog({ org, release: now, close }: Props) {
  const { t } = useTranslation("releases");
  const navigate = useNavigate();
  const changed = useReleaseChanged();
  const [release] = useState(now); // what was read is what is edited, whatever others make of it meanwhile
  const [draft, setDraft] = useState<PlanDraft>(() => draftOf(release, t("firstPhase")));
  const set = (next: Partial<PlanDraft>) => setDraft((d) => ({ ...d, ...next }));
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/releases", {
    onSuccess: async (made) => {
      await changed();
      await navigate({ to: "/o/$org/releases/$id", params: { org, id: made.id } } as never);
    },
  });
  const replace = api.useMutation("put", "/api/v1/orgs/{org_id}/releases/{release_id}", {
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  const going = release ? replace : create;
  const errors = new FieldErrors(going.error);
  const change = (id: number, next: Partial<PhaseDraft>) =>
    set({ phases: draft.phases.map((x) => (x.id === id ? { ...x, ...next } : x)) });
  const submit = () => {
    const body = bodyOf(draft);
    if (!release) create.mutate({ params: { path: { org_id: org } }, body });
    else
      replace.mutate({
        params: {
          path: { org_id: org, release_id: release.id },
          header: { "If-Match": etag(release.revision) },
        },
        body,
      });
  };
  return (
    <FormDialog
      opened
      close={close}
      size="xl"
      title={t(release ? "editPlan" : "create")}
      act={t(release ? "shared:save" : "shared:create")}
      submit={submit}
      going={going.isPending}
      ready={isWhole(draft)}
      errors={errors}
    >
      <TextInput
        label={t("name")}
        required
        data-autofocus
        value={draft.name}
        error={errors.at("/name")}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={draft.description}
        error={errors.at("/description")}
        onChange={(e) => set({ description: e.currentTarget.value })}
      />
      {draft.phases.map((phase, i) => (
        <PhaseFields
          key={phase.id}
          org={org}
          index={i}
          draft={phase}
          change={(next) => change(phase.id, next)}
          remove={
            draft.phases.length > 1
              ? () => set({ phases: draft.phases.filter((x) => x.id !== phase.id) })
              : undefined
          }
          errors={errors}
        />
      ))}
      <Group>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => set({ phases: [...draft.phases, newPhase()] })}
        >
          {t("addPhase")}
        </Button>
      </Group>
      <AskedFields
        org={org}
        label={t("review")}
        plan={draft.review}
        change={(review) => set({ review })}
        error={errors.under("/review")[0]?.detail}
      />
      <NumberInput
        label={t("validDays")}
        description={t("validDaysHelp")}
        min={1}
        max={365}
        maw={280}
        value={draft.validDays ?? ""}
        error={errors.at("/valid_days")}
        onChange={(n) => set({ validDays: typeof n === "number" ? n : undefined })}
      />
    </FormDialog>
  );
}

import { Alert, Button, Group, Input, Loader, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { type Org, OrgTree } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import classes from "../orgs.module.css";
import { MovePreview } from "./move-preview";

/** Moves an org, after showing who gains and who loses what by it. */
export function MoveDialog({ org, onto, close }: { org: Org; onto?: Org | undefined; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [target, setTarget] = useState<Org | undefined>(onto);
  const preview = api.useMutation("post", "/api/v1/orgs/{org_id}/move-preview");
  const move = api.useMutation("post", "/api/v1/orgs/{org_id}/move", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  const { mutate: look, reset } = preview;
  const params = { path: { org_id: org.id } };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the params say nothing but the org
  useEffect(() => {
    reset();
    if (target) look({ params, body: { parent_id: target.id } });
  }, [look, reset, target, org.id]);
  const errors = new FieldErrors(move.error ?? preview.error);
  return (
    <Modal opened onClose={close} title={t("moveTitle", { org: org.name })} size="lg">
      <Stack gap="md">
        <Input.Wrapper label={t("moveTo")} labelElement="div">
          <div className={classes.target}>
            <OrgTree label={t("moveTo")} current={target?.id ?? org.parent_id ?? ""} pick={setTarget} />
          </div>
        </Input.Wrapper>
        {target && <Text size="sm">{t("moveSays", { org: org.name, target: target.name })}</Text>}
        {preview.isPending && <Loader size="sm" role="status" aria-label={t("shared:loading")} />}
        {preview.data && <MovePreview preview={preview.data} />}
        {!target && (
          <Alert variant="light" color="gray">
            {t("moveChoose")}
          </Alert>
        )}
        <ProblemNote errors={errors} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button
            disabled={!target || !preview.data}
            loading={move.isPending}
            onClick={() => target && move.mutate({ params, body: { parent_id: target.id } })}
          >
            {t("moveAct")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { beforehand } from "../../api/beforehand";
import { Foreseen } from "../foreseen";

type Props = {
  role: Shape<"RoleBody">;
  /** What it is to permit or deny. */
  permissions: string[];
  close: () => void;
  save: () => void;
  going: boolean;
  error: unknown;
};

/** Shows who gains and who loses what by a change of a role, before it is saved. */
export function ChangeDialog({ role, permissions, close, save, going, error }: Props) {
  const { t } = useTranslation("orgs");
  const preview = api.useQuery(
    "post",
    "/api/v1/orgs/{org_id}/roles/{role_id}/preview",
    { params: { path: { org_id: role.org_id ?? "", role_id: role.id } }, body: { permissions } },
    beforehand,
  );
  return (
    <Modal opened onClose={close} title={t("roleChangeTitle", { name: role.name })} size="lg">
      <Stack gap="md">
        <Text size="sm">{t("roleChangeEffect")}</Text>
        <Foreseen asked={preview} />
        <ProblemNote errors={new FieldErrors(error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button data-autofocus disabled={!preview.data} loading={going} onClick={save}>
            {t("roleChangeAct")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

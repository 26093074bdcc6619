import { Alert, Button, Checkbox, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { AskedFields } from "@/shared/kit/asked-fields";
import { type AskedPlan, asking } from "@/shared/kit/asked-plan";
import { Can } from "@/shared/kit/can";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { useDraft } from "@/shared/kit/use-draft";
import { Asked } from "./asked";
import type { Switch } from "./switches-page";
import { useSwitchesAnew } from "./use-live-switch";

type Props = { path: { org_id: string; switch_key: string }; one: Switch };

/** Who has to approve changes of a switch. Where somebody has to, changing that is such a change too. */
export function Approval({ path, one }: Props) {
  const { t } = useTranslation("switches");
  const anew = useSwitchesAnew();
  const { value: draft, from, write, drop, kept } = useDraft<{ plan: AskedPlan | undefined }, Switch>(one);
  const [reason, setReason] = useState("");
  const set = api.useMutation("put", "/api/v1/orgs/{org_id}/switches/{switch_key}/approval", {
    onSuccess: anew,
  });
  const errors = new FieldErrors(set.error);
  const plan = draft ? draft.plan : one.approval;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!draft || set.isPending) return;
    set.mutate(
      {
        params: { path, header: { "If-Match": etag(from.revision) } },
        body: { ...(draft.plan ? { approval: draft.plan } : {}), ...(reason ? { reason } : {}) },
      },
      {
        onSuccess: (next) => {
          kept(next, draft);
          setReason((r) => (r === reason ? "" : r));
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t("approval")}
        </Title>
        {one.problem && (
          <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            <Stack gap="xs" align="flex-start">
              {t("stranded")}
              {!draft && (
                <Can do="limits:write" on={one}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => write({ plan: asking("approver", 1) })}
                  >
                    {t("strandedAct")}
                  </Button>
                </Can>
              )}
            </Stack>
          </Alert>
        )}
        <Can do="limits:write" on={one}>
          <Checkbox
            label={t("needsApproval")}
            description={t("needsApprovalHelp")}
            checked={plan !== undefined}
            onChange={(e) =>
              write({
                plan: e.currentTarget.checked ? (one.approval ?? asking("approver", 1)) : undefined,
              })
            }
          />
        </Can>
        {plan && (
          <fieldset disabled={!one.can.includes("limits:write")} style={{ border: 0, margin: 0, padding: 0 }}>
            <AskedFields
              org={path.org_id}
              label={t("approvers")}
              plan={plan}
              change={(next) => write({ plan: next })}
              error={errors.under("/approval")[0]?.detail}
            />
          </fieldset>
        )}
        {draft && one.approval && (
          <TextInput
            label={t("reason")}
            description={t("approvalReasonHelp")}
            value={reason}
            error={errors.at("/reason")}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        )}
        <ProblemNote errors={errors} />
        {draft && (
          <Group>
            <Button
              type="submit"
              variant="default"
              loading={set.isPending}
              disabled={one.approval !== undefined && reason.trim() === ""}
            >
              {t(one.approval ? "ask" : "shared:save")}
            </Button>
            <Button variant="subtle" onClick={drop}>
              {t("shared:cancel")}
            </Button>
          </Group>
        )}
        {set.data?.request && <Asked org={path.org_id} request={set.data.request} />}
        {!one.approval && !draft && (
          <Text size="xs" c="dimmed">
            {t("free")}
          </Text>
        )}
      </Stack>
    </form>
  );
}

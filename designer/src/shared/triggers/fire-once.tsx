import { Button, Stack, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { JsonView } from "@/shared/kit/json-view";
import { RunInput } from "@/shared/kit/run-input";
import { oneTrigger, type Trigger } from "./api";

/** Fires a trigger once by hand: a webhook with what a call would bring, a schedule as at one of its times. */
export function FireOnce({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Can do="run:start" on={trigger}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t("fire.open")}
        </Button>
      </Can>
      {open && <FireDialog org={org} trigger={trigger} close={() => setOpen(false)} />}
    </>
  );
}

function FireDialog({ org, trigger, close }: { org: string; trigger: Trigger; close: () => void }) {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const [body, setBody] = useState<unknown>({});
  const [whole, setWhole] = useState(true);
  const fire = api.useMutation("post", `${oneTrigger}/trial`, {
    onSuccess: ({ id: run }) => {
      close();
      void navigate({ to: "/o/$org/runs/$run", params: { org, run } });
    },
  });
  return (
    <FormDialog
      opened
      close={close}
      title={t("fire.title", { name: trigger.name })}
      act={t("fire.open")}
      going={fire.isPending}
      ready={whole}
      errors={new FieldErrors(fire.error)}
      submit={() =>
        fire.mutate({
          params: { path: { org_id: org, trigger_key: trigger.key } },
          body: trigger.webhook ? { body } : {},
        })
      }
    >
      <Stack gap="sm">
        <Text size="sm">{t("fire.means")}</Text>
        {trigger.schedule && <JsonView value={trigger.schedule.input ?? {}} label={t("input")} />}
        {trigger.webhook && (
          <RunInput
            schema={undefined}
            value={body}
            onChange={(next, ok) => {
              setBody(next);
              setWhole(ok);
            }}
          />
        )}
      </Stack>
    </FormDialog>
  );
}

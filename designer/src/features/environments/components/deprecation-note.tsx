import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconHourglassLow } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { etag } from "@/shared/api/etag";
import { Can } from "@/shared/kit/can";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import { useDeprecate } from "../api/use-deprecate";
import type { Environment } from "./environments-page";

type Props = {
  path: { org_id: string; environment_key: string };
  environment: Environment;
  edit: () => void;
};

/** Says that an environment is being retired, why, and what takes its place; that can be taken back. */
export function DeprecationNote({ path, environment: e, edit }: Props) {
  const { t } = useTranslation("environments");
  const back = useDeprecate();
  const said = e.deprecation;
  if (!said) return null;
  return (
    <Alert color="yellow" icon={<IconHourglassLow aria-hidden />} title={t("deprecate.title")}>
      <Stack gap="xs">
        {said.note && <Text size="sm">{said.note}</Text>}
        {said.replacement && (
          <Text size="sm">
            {t("deprecate.instead")}{" "}
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/o/$org/environments/$key"
                  params={{ org: path.org_id, key: said.replacement } as never}
                />
              )}
            >
              {said.replacement}
            </Anchor>
          </Text>
        )}
        <Text size="sm">{t("deprecate.effect")}</Text>
        <Text size="xs" c="dimmed">
          {t("deprecate.since")} <RelativeTime at={said.since} />
        </Text>
        <ProblemNote errors={new FieldErrors(back.error)} />
        <Group gap="xs">
          <Can do="environment:write" on={e}>
            <Button size="xs" variant="default" onClick={edit}>
              {t("shared:edit")}
            </Button>
          </Can>
          <Can do="environment:write" on={e}>
            <Button
              size="xs"
              variant="default"
              loading={back.isPending}
              onClick={() =>
                back.mutate({
                  params: { path, header: { "If-Match": etag(e.revision) } },
                  body: { deprecation: { deprecated: false } },
                })
              }
            >
              {t("deprecate.back")}
            </Button>
          </Can>
        </Group>
      </Stack>
    </Alert>
  );
}

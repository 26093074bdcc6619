import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { told } from "@/shared/i18n/told";
import { ErrorState } from "@/shared/kit/error-state";
import { type PublicationPart, usePublication } from "../../api/publications";
import { useEditor } from "../../store";
import { PartLine } from "./part-line";
import classes from "./publish.module.css";

type Props = { chain: Shape<"ChainBody">; id: string; again: () => void; close: () => void };

/** What is made for each node, as it is made. */
export function PublishProgress({ chain, id, again, close }: Props) {
  const { t } = useTranslation("canvas");
  const open = useEditor((s) => s.open);
  const { publication: p, error, refetch } = usePublication(chain.org_id, chain.key, id);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!p) return <Skeleton height={120} />;
  const goTo = (part: PublicationPart) => {
    close();
    open({ node: part.node });
  };
  const parts = p.parts ?? [];
  const failedAt = parts.find((part) => part.state === "failed");
  return (
    <Stack gap="md">
      {parts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("publish.noParts")}
        </Text>
      ) : (
        <ul className={classes.parts}>
          {parts.map((part, i) => (
            <PartLine
              key={`${part.node} ${part.kind} ${part.undo ?? ""}`}
              part={part}
              first={parts[i - 1]?.node !== part.node}
              kept={p.state !== "failed"}
              goTo={() => goTo(part)}
            />
          ))}
        </ul>
      )}
      <div role="status">
        {p.state === "running" && <Text size="sm">{t("publish.keepsGoing")}</Text>}
        {p.state === "succeeded" && (
          <Alert
            color="teal"
            icon={<IconCheck aria-hidden />}
            title={t("publish.done", { version: p.version ?? 0 })}
          />
        )}
      </div>
      {p.state === "failed" && (
        <Alert color="red" role="alert" title={t("publish.failed")}>
          {!failedAt && <Text size="sm">{told(p.code, p.detail ?? "") || p.code}</Text>}
          <Text size="sm">{t("publish.nothingKept")}</Text>
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        {p.state === "failed" && (
          <Button variant="light" onClick={again}>
            {t("publish.again")}
          </Button>
        )}
        <Button variant="default" onClick={close}>
          {p.state === "running" ? t("publish.inBackground") : t("shared:close")}
        </Button>
      </Group>
    </Stack>
  );
}

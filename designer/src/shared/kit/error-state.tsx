import { Button, Code, CopyButton, Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconLock, IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { useSaid } from "./lacking";
import classes from "./state.module.css";

type Props = {
  error: unknown;
  retry?: () => void;
  /** It stands for a whole screen, and is its heading. */
  whole?: boolean;
};

/**
 * What failed, with the problem's code and the request's id. 404 looks the same whether a thing is not
 * there or may not be seen; 403 says which permission is lacking, where, and who can give it.
 */
export function ErrorState({ error, retry, whole = false }: Props) {
  const { t } = useTranslation();
  const p = asProblem(error);
  const said = useSaid()(p);
  const kind =
    p.status === 404 ? "absent" : p.status === 403 ? "forbidden" : p.status === 0 ? "unreachable" : "failed";
  const Icon = kind === "absent" ? IconMapOff : kind === "forbidden" ? IconLock : IconAlertTriangle;
  const reference = [p.code, p.requestId].filter(Boolean).join(" · ");
  return (
    <Stack className={classes.state} align="center" gap="xs" role="alert">
      <span className={classes.icon} aria-hidden>
        <Icon size={32} stroke={1.5} />
      </span>
      {whole ? (
        <Title order={1} size="md">
          {t(`problem.${kind}`)}
        </Title>
      ) : (
        <Text fw={600}>{t(`problem.${kind}`)}</Text>
      )}
      {said && (
        <Text c="dimmed" ta="center" maw={560}>
          {said}
        </Text>
      )}
      <Group gap="xs">
        <Code>{reference}</Code>
        <CopyButton value={`${reference} ${said}`}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      {retry && kind !== "absent" && (
        <Button variant="light" onClick={retry}>
          {t("retry")}
        </Button>
      )}
    </Stack>
  );
}

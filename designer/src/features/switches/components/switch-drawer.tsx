import { Drawer, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { lazily } from "@/shared/kit/lazily";
import { RelativeTime } from "@/shared/kit/relative-time";
import { ShareButton } from "@/shared/kit/share-button";
import { useDraft } from "@/shared/kit/use-draft";
import { written } from "../model/value";
import { DeleteSwitch } from "./delete-switch";
import { History } from "./history";
import { SetSwitch } from "./set-switch";
import type { Switch } from "./switches-page";
import { useLiveSwitch } from "./use-live-switch";
import { ValueMark } from "./value-mark";

const Approval = lazily(() => import("./approval").then((m) => m.Approval), {
  waiting: () => <Skeleton height={60} />,
});

const Followers = lazily(() => import("./followers").then((m) => m.Followers), {
  waiting: () => <Skeleton height={60} />,
});

const Requests = lazily(() => import("./requests").then((m) => m.Requests));

const Uses = lazily(() => import("./uses").then((m) => m.Uses), { waiting: () => <Skeleton height={60} /> });

type Props = { org: string; switchKey: string | undefined; close: () => void };

/** One switch: its value, live; another value with a reason; who follows it; what it was; its end. */
export function SwitchDrawer({ org, switchKey, close }: Props) {
  const { t } = useTranslation("switches");
  return (
    <Drawer
      opened={switchKey !== undefined}
      onClose={close}
      position="right"
      size={520}
      title={t("one", { key: switchKey ?? "" })}
      closeButtonProps={{ "aria-label": t("shared:close") }}
    >
      {switchKey !== undefined && <Loaded key={switchKey} org={org} switchKey={switchKey} close={close} />}
    </Drawer>
  );
}

function Loaded({ org, switchKey, close }: { org: string; switchKey: string; close: () => void }) {
  const got = useLiveSwitch(org, switchKey);
  if (got.error && !got.data) return <ErrorState error={got.error} retry={() => got.refetch()} />;
  if (!got.data) return <Skeleton height={320} />;
  return <Sheet path={{ org_id: org, switch_key: switchKey }} one={got.data} close={close} />;
}

type Path = { org_id: string; switch_key: string };

function Sheet({ path, one, close }: { path: Path; one: Switch; close: () => void }) {
  const { t } = useTranslation("switches");
  const draft = useDraft<string, Switch>(one);
  const reason = useRef<HTMLTextAreaElement>(null);
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <Group gap="sm">
          <Title order={2} size="h4">
            {one.name}
          </Title>
          <Text size="xs" c="dimmed">
            {t(`types.${one.type}`)}
          </Text>
        </Group>
        {one.description && <Text size="sm">{one.description}</Text>}
        <Group gap="sm" aria-live="polite">
          <ValueMark value={one.value} size="lg" />
          <Text size="sm" c="dimmed">
            {`${t("since")} `}
            <RelativeTime at={one.changed_at} />
            {one.updated_by && ` · ${one.updated_by.name}`}
          </Text>
        </Group>
      </Stack>
      <hr className="rule" />
      <SetSwitch path={path} one={one} draft={draft} reasonRef={reason} />
      {!one.shared && (
        <>
          <Requests path={path} />
          <hr className="rule" />
          <Approval path={path} one={one} />
          <hr className="rule" />
          <Followers path={path} />
          <hr className="rule" />
          <Uses path={path} />
        </>
      )}
      <hr className="rule" />
      <History
        path={path}
        one={one}
        back={(value) => {
          draft.write(written(one.type, value));
          reason.current?.focus();
        }}
      />
      {!one.shared && (
        <>
          <hr className="rule" />
          <Group>
            <ShareButton org={path.org_id} kind="switch" thing={one} />
            <DeleteSwitch path={path} one={one} close={close} />
          </Group>
        </>
      )}
    </Stack>
  );
}

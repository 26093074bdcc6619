import { Anchor, Button, Group, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import type { Org } from "@/shared/kit/org-tree";
import { RelativeTime } from "@/shared/kit/relative-time";
import { orgsChanged } from "../api/changed";

type Channel = Shape<"ChannelBody">;

const one = "/api/v1/orgs/{org_id}/channels/{channel_kind}" as const;

/** Where groups are told of to-dos: one channel of each kind, whose address is a secret. */
export function ChannelsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ channel: Channel; how: "set" | "off" }>();
  const all = api.useQuery("get", "/api/v1/orgs/{org_id}/channels", {
    params: { path: { org_id: org.id } },
  });
  const done = () => {
    setOpen(undefined);
    orgsChanged(queries);
  };
  const set = api.useMutation("put", one, { onSuccess: done });
  const test = api.useMutation("post", `${one}/trial`, {
    onSuccess: () => notifications.show({ message: t("channel.tested") }),
    onSettled: () => orgsChanged(queries),
  });
  const params = (c: Channel) => ({ path: { org_id: org.id, channel_kind: c.kind } });
  const change = (c: Channel, body: { address?: string; sign?: string }, query = {}) =>
    set.mutate({ params: { ...params(c), query, header: { "If-Match": etag(c.revision) } }, body });
  const begin = (channel: Channel, how: "set" | "off") => {
    set.reset();
    setOpen({ channel, how });
  };
  const columns: Column<Channel>[] = [
    { id: "kind", title: t("channel.kind"), width: 160, cell: (c) => t(`channel.of.${c.kind}`) },
    {
      id: "address",
      title: t("channel.address"),
      cell: (c) =>
        c.address ? (
          <code>{c.address}</code>
        ) : (
          <Text inherit span c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {t("channel.isOff")}
          </Text>
        ),
    },
    { id: "sign", title: t("channel.sign"), wide: true, cell: (c) => c.sign && <code>{c.sign}</code> },
    {
      id: "failure",
      title: t("channel.failure"),
      wide: true,
      cell: (c) =>
        c.failure && (
          <>
            {c.failure}{" "}
            {c.failed_at && (
              <Text span size="xs" c="dimmed">
                <RelativeTime at={c.failed_at} />
              </Text>
            )}
          </>
        ),
    },
    {
      id: "acts",
      title: t("channel.acts"),
      quiet: true,
      width: 260,
      align: "end",
      cell: (c) => <Acts channel={c} begin={begin} test={() => test.mutate({ params: params(c) })} />,
    },
  ];
  if (all.error) return <ErrorState error={all.error} retry={() => all.refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed" maw={760} mb="md">
        {t("channel.intro")}
      </Text>
      <ProblemNote errors={new FieldErrors(test.error)} />
      <DataTable label={t("tab.channels")} columns={columns} rows={all.data?.items} id={(c) => c.kind} />
      {open?.how === "set" && (
        <SetChannel
          org={org}
          channel={open.channel}
          close={() => setOpen(undefined)}
          save={(body) => change(open.channel, body)}
          going={set.isPending}
          error={set.error}
        />
      )}
      <ConfirmDanger
        opened={open?.how === "off"}
        close={() => setOpen(undefined)}
        title={t("channel.offTitle", { kind: open ? t(`channel.of.${open.channel.kind}`) : "" })}
        effect={t("channel.offEffect")}
        act={t("channel.off")}
        why
        going={set.isPending}
        error={set.error}
        perform={(reason) => open && change(open.channel, {}, { reason })}
      />
    </>
  );
}

type ActsProps = { channel: Channel; begin: (c: Channel, how: "set" | "off") => void; test: () => void };

function Acts({ channel, begin, test }: ActsProps) {
  const { t } = useTranslation("orgs");
  const kind = t(`channel.of.${channel.kind}`);
  return (
    <Group gap={6} justify="flex-end">
      {channel.address && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("channel.testOf", { kind })}
            onClick={test}
          >
            {t("channel.test")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("channel.offOf", { kind })}
            onClick={() => begin(channel, "off")}
          >
            {t("channel.off")}
          </Button>
        </>
      )}
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t("channel.setOf", { kind })}
        onClick={() => begin(channel, "set")}
      >
        {t("channel.set")}
      </Button>
    </Group>
  );
}

type SetProps = {
  org: Org;
  channel: Channel;
  close: () => void;
  save: (body: { address: string; sign?: string }) => void;
  going: boolean;
  error: unknown;
};

/** Chooses the secrets by their keys; what they hold is never shown. */
function SetChannel({ org, channel, close, save, going, error }: SetProps) {
  const { t } = useTranslation("orgs");
  const [address, setAddress] = useState(channel.address ?? null);
  const [sign, setSign] = useState(channel.sign ?? null);
  const secrets = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", {
    params: { path: { org_id: org.id }, query: { limit: 200 } },
  });
  const keys = [...new Set(secrets.data?.items.map((s) => s.key))];
  const errors = new FieldErrors(error);
  return (
    <FormDialog
      opened
      close={close}
      title={t("channel.setTitle", { kind: t(`channel.of.${channel.kind}`) })}
      act={t("channel.save")}
      going={going}
      ready={address !== null}
      errors={errors}
      submit={() => address && save({ address, ...(sign ? { sign } : {}) })}
    >
      <Select
        label={t("channel.address")}
        description={t(`channel.help.${channel.kind}`)}
        required
        searchable
        data={keys}
        value={address}
        onChange={setAddress}
        error={errors.at("/address")}
      />
      {channel.kind !== "wecom" && (
        <Select
          label={t("channel.sign")}
          description={t("channel.signHelp")}
          searchable
          clearable
          data={keys}
          value={sign}
          onChange={setSign}
          error={errors.at("/sign")}
        />
      )}
      <Anchor
        size="xs"
        renderRoot={(props) => <Link {...props} to="/o/$org/secrets" params={{ org: org.id } as never} />}
      >
        {t("channel.makeSecret")}
      </Anchor>
    </FormDialog>
  );
}

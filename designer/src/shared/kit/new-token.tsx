import { Button, Group, Input, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "./field-errors";
import classes from "./new-token.module.css";
import { OrgTree } from "./org-tree";
import { PermissionPicker } from "./permissions";
import { ShownOnce } from "./shown-once";

type Props = {
  opened: boolean;
  close: () => void;
  make: {
    mutate: (token: Shape<"NewTokenInput">) => void;
    data: { token: string; name: string } | undefined;
    error: unknown;
    isPending: boolean;
    reset: () => void;
  };
  /** The org at which a new token begins; with `pickOrg` another can be chosen. */
  org: string;
  pickOrg?: boolean;
};

/** What no token may carry: such acts need a person who has signed in. The server refuses them anyway. */
const personal = new Set([
  "org:create",
  "org:edit",
  "org:move",
  "org:delete",
  "member:write",
  "role:write",
  "account:write",
  "approval:decide",
  "release:approve",
  "tenant:settings",
  "sso:write",
  "keys:rotate",
]);

const day = 86_400_000;
const usual = 90;

/** The day some days from now, as a field for dates wants it. */
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

/** Makes a token, and shows its value once. */
export function NewToken({ opened, close, make, org, pickOrg }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [permissions, setPermissions] = useState<string[]>([]);
  const [at, setAt] = useState("");
  const [ends, setEnds] = useState(() => inDays(usual));
  const errors = new FieldErrors(make.error);
  const leave = () => {
    close();
    make.reset();
    setName("");
    setPermissions([]);
  };
  const send = () =>
    make.mutate({
      name,
      permissions,
      org_id: at || org,
      ...(ends ? { ends_at: new Date(`${ends}T23:59:59`).toISOString() } : {}),
    });
  const wrong = errors.under("/permissions").map((d) => d.detail);
  return (
    <Modal opened={opened} onClose={leave} title={t("token.new")} size="lg" closeOnClickOutside={!make.data}>
      {make.data ? (
        <Stack gap="md">
          <ShownOnce value={make.data.token} label={t("token.made", { name: make.data.name })} />
          <Group justify="flex-end">
            <Button onClick={leave}>{t("close")}</Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput
              label={t("token.name")}
              description={t("token.nameHelp")}
              error={errors.at("/name")}
              data-autofocus
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
            <TextInput
              type="date"
              label={t("token.ends")}
              description={t("token.endsHelp")}
              error={errors.at("/ends_at")}
              min={inDays(1)}
              max={inDays(365)}
              value={ends}
              onChange={(e) => setEnds(e.currentTarget.value)}
            />
          </Group>
          {pickOrg && (
            <Input.Wrapper label={t("token.org")} labelElement="div" error={errors.at("/org_id")}>
              <div className={classes.tree}>
                <OrgTree label={t("token.org")} current={at || org} pick={(o) => setAt(o.id)} />
              </div>
            </Input.Wrapper>
          )}
          <PermissionPicker
            label={t("token.may")}
            value={permissions}
            change={setPermissions}
            only={(p) => !personal.has(p)}
            error={wrong.join("; ") || undefined}
          />
          <ProblemNote errors={errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={leave}>
              {t("cancel")}
            </Button>
            <Button
              onClick={send}
              loading={make.isPending}
              disabled={!name.trim() || permissions.length === 0}
            >
              {t("token.make")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

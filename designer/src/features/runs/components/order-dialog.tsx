import { Button, Group, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { onEnter } from "@/shared/lib/ime";
import { atWork, undoable } from "../model/effects";
import { stepName } from "../model/names";
import type { RunSeen } from "./run-context";

/** What can be asked of a run. */
export type Order = "cancel" | "pause" | "resume" | "undo";

type Props = {
  seen: RunSeen;
  order: Order;
  close: () => void;
  /** The run goes on from here: its journal is to be followed again. */
  asked: () => void;
};

const most = 8;

/** Asks before a run is paused, cancelled or undone, and says what will happen outside. */
export function OrderDialog({ seen, order, close, asked }: Props) {
  const { t } = useTranslation(["runs", "shared"]);
  const { org, run } = seen;
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const done = {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/runs/{run_id}"] });
      close();
      asked();
    },
  };
  const ask = {
    cancel: api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/cancel", done),
    pause: api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/pause", done),
    resume: api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/resume", done),
    undo: api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/undo", done),
  };
  const going = ask[order];
  const perform = () => {
    const trimmed = reason.trim();
    ask[order].mutate({
      params: { path: { org_id: org, run_id: run.id } },
      body: trimmed ? { reason: trimmed } : {},
    });
  };
  return (
    <Modal opened onClose={close} title={t(`runs:ask.${order}.title`)}>
      <Stack gap="md">
        <Effects seen={seen} order={order} />
        <TextInput
          label={t("runs:ask.reason")}
          description={t("runs:ask.reasonHint")}
          value={reason}
          maxLength={2000}
          data-autofocus
          onChange={(e) => setReason(e.currentTarget.value)}
          onKeyDown={onEnter(perform)}
        />
        <ProblemNote errors={new FieldErrors(going.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("runs:ask.leave")}
          </Button>
          <Button
            {...(order === "cancel" || order === "undo" ? { color: "red" } : {})}
            loading={going.isPending}
            onClick={perform}
          >
            {t(`runs:ask.${order}.act`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What the order does to what goes on outside. */
function Effects({ seen, order }: { seen: RunSeen; order: Order }) {
  const { t } = useTranslation("runs");
  const { journal, document } = seen;
  const name = (node: string) => stepName(document, node);
  const going = atWork(journal).map(({ step, half }) =>
    half ? `${name(step.node)} (${t(`half.${half}`)})` : name(step.node),
  );
  const undo = undoable(journal, document);
  return (
    <Stack gap="xs">
      <Text size="sm">{t(`ask.${order}.effect`)}</Text>
      {order === "cancel" && (
        <Named title={t("ask.cancel.stops")} names={going} none={t("ask.cancel.nothing")} />
      )}
      {order === "pause" && going.length > 0 && <Named title={t("ask.pause.goesOn")} names={going} />}
      {order === "undo" && (
        <>
          <Named
            title={t("ask.undo.reverses")}
            names={undo.reversed.map((s) => name(s.node))}
            none={t("ask.undo.nothing")}
          />
          {undo.kept.length > 0 && (
            <Named title={t("ask.undo.keeps")} names={undo.kept.map((s) => name(s.node))} />
          )}
        </>
      )}
    </Stack>
  );
}

function Named({ title, names, none }: { title: string; names: string[]; none?: string }) {
  const { t } = useTranslation("runs");
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lines = [...counts].map(([name, count]) => (count > 1 ? `${name} × ${count}` : name));
  if (lines.length === 0) return none ? <Text size="sm">{none}</Text> : null;
  return (
    <div>
      <Text size="sm">{title}</Text>
      <List size="sm" withPadding>
        {lines.slice(0, most).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {lines.length > most && (
        <Text size="sm" c="dimmed">
          {t("ask.more", { count: lines.length - most })}
        </Text>
      )}
    </div>
  );
}

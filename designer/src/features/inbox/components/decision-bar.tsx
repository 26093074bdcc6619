import { Button, Group, Menu, Text, Textarea } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { usePermissionName } from "@/shared/kit/permission-name";
import { pendingDecisions, type Verdict } from "@/shared/todos/pending";
import { type Approval, useApprovalActs } from "../api/queries";
import { decidePermission, whyNot } from "../model/standing";
import classes from "./inbox.module.css";
import { PassDialog, type Passing } from "./pass-dialog";

type Props = {
  approval: Approval;
  /** For whom somebody stands in. */
  behalf: string | undefined;
  me: string;
  name: (who: string) => string;
};

/** What somebody may do about an approval that waits; or why they do not decide it. */
export function DecisionBar({ approval: a, behalf, me, name }: Props) {
  const { t } = useTranslation("inbox");
  const permission = usePermissionName();
  const [no, setNo] = useState<Exclude<Verdict, "approve">>();
  const [reason, setReason] = useState("");
  const [passing, setPassing] = useState<Passing>();
  const [withdrawing, setWithdrawing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { decide, pending, sending } = pendingDecisions();
  const { remind, withdraw } = useApprovalActs();
  const path = { org_id: a.org_id, approval_id: a.id };
  const why = behalf && a.state === "waiting" ? undefined : whyNot(a, me);
  const going = [...(pending?.all ?? []), ...sending].some((d) => d.approval === a.id);
  const may = why === undefined && !going;
  const mine = a.requester === me && a.state === "waiting";
  const names = a.problem !== undefined && why === "others" && a.can.includes("role:write");

  const actions = useMemo(() => {
    const send = (verdict: Verdict, said = "") =>
      decide(verdict, [
        {
          org: a.org_id,
          approval: a.id,
          title: a.title,
          digest: a.digest,
          ...(said ? { reason: said } : {}),
          ...(behalf ? { behalf } : {}),
        },
      ]);
    return {
      send,
      keys: [
        {
          id: "inbox.approve",
          label: t("approve"),
          keys: ["y"],
          enabled: may,
          perform: () => send("approve"),
        },
        { id: "inbox.reject", label: t("reject"), keys: ["x"], enabled: may, perform: () => setNo("reject") },
      ],
    };
  }, [a, behalf, decide, may, t]);
  useActions(actions.keys);
  useEffect(() => {
    if (no) field.current?.focus();
  }, [no]);

  if (a.state !== "waiting") return null;
  const said = reason.trim();
  return (
    <div className={classes.decide}>
      {why && (
        <Text size="sm" c="dimmed">
          {t(`whyNot.${why}`, { permission: permission(decidePermission(a)) })}
        </Text>
      )}
      {behalf && (
        <Text size="sm" c="dimmed">
          {t("standIn", { name: name(behalf) })}
        </Text>
      )}
      {may && no && (
        <>
          <Textarea
            ref={field}
            label={t(`reason.${no}`)}
            required
            autosize
            minRows={2}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          <Group gap="xs">
            <Button
              {...(no === "reject" ? { color: "red" } : {})}
              disabled={said === ""}
              onClick={() => {
                actions.send(no, said);
                setNo(undefined);
                setReason("");
              }}
            >
              {t(no === "reject" ? "reject" : "sendBack")}
            </Button>
            <Button variant="default" onClick={() => setNo(undefined)}>
              {t("shared:cancel")}
            </Button>
          </Group>
        </>
      )}
      {names && (
        <Group>
          <Button variant="default" onClick={() => setPassing("name")}>
            {`${t("pass.name.act")}…`}
          </Button>
        </Group>
      )}
      {!no && (may || mine) && (
        <Group gap="xs">
          {may && (
            <>
              <Button onClick={() => actions.send("approve")}>{t("approve")}</Button>
              <Button variant="default" onClick={() => setNo("reject")}>
                {t("reject")}
              </Button>
            </>
          )}
          {mine && (
            <Button
              variant="default"
              loading={remind.isPending}
              onClick={() => remind.mutate({ params: { path } })}
            >
              {t("remind")}
            </Button>
          )}
          <Menu position="top-end">
            <Menu.Target>
              <Button variant="default" px="xs" aria-label={t("moreActs")}>
                <IconDots size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {may && <Menu.Item onClick={() => setNo("send_back")}>{`${t("sendBack")}…`}</Menu.Item>}
              {may && !behalf && (
                <>
                  <Menu.Item onClick={() => setPassing("transfer")}>{`${t("pass.transfer.act")}…`}</Menu.Item>
                  <Menu.Item onClick={() => setPassing("add")}>{`${t("pass.add.act")}…`}</Menu.Item>
                </>
              )}
              <Menu.Item onClick={() => setPassing("copy")}>{`${t("pass.copy.act")}…`}</Menu.Item>
              {mine && (
                <Menu.Item color="red" onClick={() => setWithdrawing(true)}>
                  {`${t("withdraw.act")}…`}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {remind.isSuccess && (
        <Text size="sm" role="status">
          {t("reminded")}
        </Text>
      )}
      <ProblemNote errors={new FieldErrors(remind.error)} />
      <ConfirmDanger
        opened={withdrawing}
        close={() => {
          setWithdrawing(false);
          withdraw.reset();
        }}
        title={t("withdraw.title", { title: a.title })}
        effect={t("withdraw.effect")}
        act={t("withdraw.act")}
        why
        going={withdraw.isPending}
        error={withdraw.error}
        perform={(reason) =>
          withdraw.mutate({ params: { path }, body: { reason } }, { onSuccess: () => setWithdrawing(false) })
        }
      />
      <PassDialog approval={a} what={passing} close={() => setPassing(undefined)} />
    </div>
  );
}

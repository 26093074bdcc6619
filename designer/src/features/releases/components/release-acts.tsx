import { Alert, Button, List, Menu } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconDots, IconPlayerPlay } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { asProblem } from "@/shared/api/problems";
import { may, useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { lazily } from "@/shared/kit/lazily";
import { itemOf } from "@/shared/todos/api";
import { type Release, useReleaseChanged } from "../api/releases";
import { lastToRollBack, type PhaseSeen, waitingGates } from "../model/phases";
import { PartName } from "./part-name";
import { ReasonDialog } from "./reason-dialog";
import classes from "./releases.module.css";
import { RollBackDialog } from "./roll-back-dialog";

const SaveTemplate = lazily(() =>
  import("@/shared/chain-templates/save-template").then((m) => m.SaveTemplate),
);
const PlanDialog = lazily(() => import("./plan-dialog").then((m) => m.PlanDialog));

const one = "/api/v1/orgs/{org_id}/releases/{release_id}" as const;

/** What can be done with a release in its state. The server has the last word. */
export function ReleaseActs({ org, release: r }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const navigate = useNavigate();
  const changed = useReleaseChanged();
  const [open, setOpen] = useState<"edit" | "withdraw" | "delete" | "execute" | "template">();
  // As it was pressed: the release goes on while the reason is written.
  const [taking, setTaking] = useState<PhaseSeen>();
  const done = () => {
    setOpen(undefined);
    void changed();
  };
  const path = { org_id: org, release_id: r.id };
  const header = { "If-Match": etag(r.revision) };
  const submit = api.useMutation("post", `${one}/submit`, { onSuccess: done });
  const execute = api.useMutation("post", `${one}/execute`, { onSuccess: done });
  const withdraw = api.useMutation("post", `${one}/withdraw`, { onSuccess: done });
  const remove = api.useMutation("delete", one, {
    onSuccess: () => navigate({ to: "/o/$org/releases", params: { org } } as never),
  });
  const openYet = r.state === "draft" || r.state === "in_review";
  const gate = waitingGates(r)[0]?.approval ?? (r.state === "in_review" ? r.approval_id : undefined);
  const back = lastToRollBack(r);
  const refused = submit.error;
  const edit = may(r, "release:edit");
  const mayKeep = may(useOrg(org).data, "template:write");
  return (
    <>
      {Boolean(refused) && <Refused error={refused} release={r} />}
      {gate && (
        <Button
          variant={r.state === "in_review" ? "filled" : "light"}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/inbox/$item"
              params={{ item: itemOf({ source: "approval", org_id: org, source_id: gate }) } as never}
            />
          )}
        >
          {t(r.state === "in_review" ? "toApproval" : "nextGate")}
        </Button>
      )}
      {r.state === "draft" && (
        <Can do="release:edit" on={r}>
          <Button loading={submit.isPending} onClick={() => submit.mutate({ params: { path, header } })}>
            {t("submit")}
          </Button>
        </Can>
      )}
      {r.state === "approved" && (
        <Can do="release:execute" on={r}>
          <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setOpen("execute")}>
            {t("execute")}
          </Button>
        </Can>
      )}
      {back && (
        <Can do="release:execute" on={r}>
          <Button
            color="red"
            variant="light"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => setTaking(back)}
          >
            {t("rollBackPhase", { number: back.number })}
          </Button>
        </Can>
      )}
      {(mayKeep || ((openYet || r.state === "approved") && edit)) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px="xs" aria-label={t("moreActs")}>
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {openYet && edit && <Menu.Item onClick={() => setOpen("edit")}>{`${t("editPlan")}…`}</Menu.Item>}
            {mayKeep && (
              <Menu.Item onClick={() => setOpen("template")}>{`${t("chain-templates:saveItem")}…`}</Menu.Item>
            )}
            {(openYet || r.state === "approved") && edit && (
              <Menu.Item color="red" onClick={() => setOpen("withdraw")}>
                {`${t("withdraw")}…`}
              </Menu.Item>
            )}
            {openYet && edit && (
              <Menu.Item color="red" onClick={() => setOpen("delete")}>
                {`${t("shared:delete")}…`}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {open === "template" && (
        <SaveTemplate org={org} from={{ release: r.id }} name={r.name} close={() => setOpen(undefined)} />
      )}
      {open === "edit" && <PlanDialog org={org} release={r} close={() => setOpen(undefined)} />}
      <ConfirmDanger
        opened={open === "execute"}
        close={() => {
          execute.reset();
          setOpen(undefined);
        }}
        title={t("executeTitle", { name: r.name })}
        effect={
          <>
            {t("executeEffect", { count: r.plan?.phases.length ?? 0 })}
            {Boolean(execute.error) && <Refused error={execute.error} release={r} />}
          </>
        }
        act={t("execute")}
        going={execute.isPending}
        error={undefined}
        perform={() => execute.mutate({ params: { path } })}
      />
      <RollBackDialog org={org} release={r} phase={taking} close={() => setTaking(undefined)} />
      <ReasonDialog
        opened={open === "withdraw"}
        close={() => {
          withdraw.reset();
          setOpen(undefined);
        }}
        title={t("withdrawTitle", { name: r.name })}
        effect={t("withdrawEffect")}
        act={t("withdraw")}
        going={withdraw.isPending}
        error={withdraw.error}
        perform={(reason) => withdraw.mutate({ params: { path }, body: { reason } })}
      />
      <ConfirmDanger
        opened={open === "delete"}
        close={() => {
          remove.reset();
          setOpen(undefined);
        }}
        title={t("deleteTitle", { name: r.name })}
        effect={t("deleteEffect")}
        act={t("shared:delete")}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { path, header, query: { reason } } })}
      />
    </>
  );
}

/** Why the server refused, with all that it names: the parts that are not as they were sealed. */
function Refused({ error, release }: { error: unknown; release: Release }) {
  const p = asProblem(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      className={classes.refused}
      icon={<IconAlertTriangle aria-hidden />}
      title={p.message}
    >
      {p.details.length > 0 && (
        <List size="sm">
          {p.details.map((d) => (
            <List.Item key={`${d.pointer} ${d.detail}`}>
              {p.code === "release.seal_broken" && d.pointer ? (
                <PartName pointer={d.pointer} release={release} />
              ) : (
                <>
                  <code>{d.pointer}</code> {d.detail}
                </>
              )}
            </List.Item>
          ))}
        </List>
      )}
      <code>{p.code}</code>
    </Alert>
  );
}

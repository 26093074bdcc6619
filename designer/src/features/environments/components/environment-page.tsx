import { Badge, Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { AllLink } from "@/shared/kit/all-link";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { lazyDialog } from "@/shared/kit/lazily";
import { Page } from "@/shared/kit/page";
import { PageOf } from "@/shared/kit/page-of";
import { RelativeTime } from "@/shared/kit/relative-time";
import { ShareButton } from "@/shared/kit/share-button";
import { useAfterDelete } from "@/shared/kit/use-after-delete";
import { UsedBy } from "@/shared/kit/used-by";
import { line } from "../model/entry";
import { DeprecationNote } from "./deprecation-note";
import type { Environment } from "./environments-page";
import classes from "./image.module.css";
import { ImagePanel } from "./image-panel";
import { TryEnvironment } from "./try-environment";

const DeprecateEnvironment = lazyDialog(() =>
  import("./deprecate-environment").then((m) => m.DeprecateEnvironment),
);
const EditEnvironment = lazyDialog(() => import("./edit-environment").then((m) => m.EditEnvironment));

type Path = { org_id: string; environment_key: string };

/** One environment: its image, where that comes from, who uses it. */
export function EnvironmentPage() {
  const { org = "", key = "" } = useParams({ strict: false });
  return <EnvironmentScreen org={org} environmentKey={key} />;
}

export function EnvironmentScreen({ org, environmentKey }: { org: string; environmentKey: string }) {
  const path = { org_id: org, environment_key: environmentKey };
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/environments/{environment_key}", {
    params: { path },
  });
  return (
    <PageOf query={got} title={environmentKey} height={240}>
      {(environment) => <Loaded path={path} environment={environment} />}
    </PageOf>
  );
}

function Loaded({ path, environment: e }: { path: Path; environment: Environment }) {
  const { t } = useTranslation("environments");
  const [open, setOpen] = useState<"edit" | "deprecate" | "delete">();
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/environments/{environment_key}", {
    onSuccess: useAfterDelete("environments", path.org_id),
  });
  const uses = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments/{environment_key}/uses",
    { params: { path, query: { limit: 100 } } },
    paged,
  );
  const limits = Object.entries(e.limits).filter(([, v]) => v);
  return (
    <Page
      title={e.name}
      actions={
        <>
          <Can do="environment:write" on={e}>
            <Button variant="default" onClick={() => setOpen("edit")}>
              {t("shared:edit")}
            </Button>
          </Can>
          <ShareButton org={path.org_id} kind="environment" thing={e} />
          {!e.deprecation && (
            <Can do="environment:write" on={e}>
              <Button variant="default" onClick={() => setOpen("deprecate")}>
                {t("deprecate.open")}
              </Button>
            </Can>
          )}
          <Can do="environment:write" on={e}>
            <Button color="red" variant="light" onClick={() => setOpen("delete")}>
              {t("shared:delete")}
            </Button>
          </Can>
        </>
      }
      filters={
        <Group gap="sm">
          <AllLink to="/o/$org/environments" org={path.org_id} label={t("all")} />
          <Code>{e.key}</Code>
          {e.shared && (
            <Badge variant="default" tt="none">
              {t("shared:sharedFromAbove")}
            </Badge>
          )}
          <Text size="sm" c="dimmed">
            {e.updated_by ? `${e.updated_by.name} · ` : ""}
            <RelativeTime at={e.updated_at} />
          </Text>
        </Group>
      }
    >
      {e.deprecation && <DeprecationNote path={path} environment={e} edit={() => setOpen("deprecate")} />}
      {e.description && <Text size="sm">{e.description}</Text>}
      <ImagePanel path={path} environment={e} />
      <section className={classes.panel} aria-label={t("settings")}>
        <dl className={classes.facts}>
          <dt>{t("source")}</dt>
          <dd>{`${t(`kind.${e.source.kind}`)} ${e.source.reference ?? e.source.dockerfile ?? ""}`}</dd>
          <dt>{t("entry")}</dt>
          <dd>
            <code>{line(e.entry)}</code>
          </dd>
          <dt>{t("user")}</dt>
          <dd>{e.user}</dd>
          {limits.map(([name, value]) => (
            <Limit key={name} name={t(`limit.${name as "cpu"}`)} value={String(value)} />
          ))}
        </dl>
      </section>
      <TryEnvironment key={e.id} path={path} environment={e} />
      <Stack gap="xs">
        <Title order={2}>{t("shared:uses.title")}</Title>
        <UsedBy query={uses} />
      </Stack>
      {open === "edit" && <EditEnvironment path={path} environment={e} close={() => setOpen(undefined)} />}
      {open === "deprecate" && (
        <DeprecateEnvironment path={path} environment={e} close={() => setOpen(undefined)} />
      )}
      <ConfirmDanger
        opened={open === "delete"}
        close={() => {
          setOpen(undefined);
          remove.reset();
        }}
        title={t("deleteTitle", { name: e.name })}
        effect={t("deleteEffect")}
        act={t("deleteAct")}
        type={e.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
      />
    </Page>
  );
}

function Limit({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

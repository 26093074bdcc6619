import { Badge, Button, Code, Group, Tabs, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { AllLink } from "@/shared/kit/all-link";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { Page } from "@/shared/kit/page";
import { PageOf } from "@/shared/kit/page-of";
import { RelativeTime } from "@/shared/kit/relative-time";
import { ShareButton } from "@/shared/kit/share-button";
import { useAddress } from "@/shared/kit/use-address";
import { useAfterDelete } from "@/shared/kit/use-after-delete";
import { UsedBy } from "@/shared/kit/used-by";
import { ScriptSource } from "@/shared/scripts/script-source";
import { RenameScript } from "./rename-script";
import { ScriptVersions } from "./script-versions";

type Path = { org_id: string; script_key: string };

/** One script: its newest text, its versions, who uses it. */
export function ScriptPage() {
  const { org = "", key = "" } = useParams({ strict: false });
  return <ScriptScreen org={org} scriptKey={key} />;
}

export function ScriptScreen({ org, scriptKey }: { org: string; scriptKey: string }) {
  const path = { org_id: org, script_key: scriptKey };
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/scripts/{script_key}", { params: { path } });
  return (
    <PageOf query={got} title={scriptKey} height={400}>
      {(script) => <Loaded path={path} script={script} />}
    </PageOf>
  );
}

function Loaded({ path, script }: { path: Path; script: Shape<"ScriptBody"> }) {
  const { t } = useTranslation("scripts");
  const [search, go] = useAddress();
  const [open, setOpen] = useState<"delete" | "rename">();
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/scripts/{script_key}", {
    onSuccess: useAfterDelete("scripts", path.org_id),
  });
  return (
    <Page
      title={script.name}
      actions={
        <>
          <Can do="script:edit" on={script}>
            <Button variant="default" onClick={() => setOpen("rename")}>
              {t("rename")}
            </Button>
          </Can>
          <ShareButton org={path.org_id} kind="script" thing={script} />
          <Can do="script:edit" on={script}>
            <Button color="red" variant="light" onClick={() => setOpen("delete")}>
              {t("shared:delete")}
            </Button>
          </Can>
        </>
      }
      filters={
        <Group gap="sm">
          <AllLink to="/o/$org/scripts" org={path.org_id} label={t("all")} />
          <Code>{script.key}</Code>
          <Badge variant="default" tt="none">
            {script.language}
          </Badge>
          <Text size="sm" c="dimmed">
            {`v${script.version} · ${script.updated_by?.name ?? ""} · `}
            <RelativeTime at={script.updated_at} />
          </Text>
        </Group>
      }
    >
      <Tabs
        value={search.tab ?? "source"}
        onChange={(tab) => go({ tab: tab === "source" ? undefined : (tab ?? undefined) })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="source">{t("source")}</Tabs.Tab>
          <Tabs.Tab value="versions">{t("versions")}</Tabs.Tab>
          <Tabs.Tab value="uses">{t("shared:uses.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="source">
          <ScriptSource key={script.id} path={path} script={script} main />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <ScriptVersions path={path} script={script} />
        </Tabs.Panel>
        <Tabs.Panel value="uses">
          <Uses path={path} />
        </Tabs.Panel>
      </Tabs>
      {open === "rename" && <RenameScript path={path} script={script} close={() => setOpen(undefined)} />}
      <ConfirmDanger
        opened={open === "delete"}
        close={() => {
          setOpen(undefined);
          remove.reset();
        }}
        title={t("deleteTitle", { name: script.name })}
        effect={t("deleteEffect")}
        act={t("deleteAct")}
        type={script.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
      />
    </Page>
  );
}

function Uses({ path }: { path: Path }) {
  const uses = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts/{script_key}/uses",
    { params: { path, query: { limit: 100 } } },
    paged,
  );
  return <UsedBy query={uses} />;
}

import { Button, Code, Group, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { words } from "@/shared/i18n/i18n";
import { AllLink } from "@/shared/kit/all-link";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { lazyDialog } from "@/shared/kit/lazily";
import { Page } from "@/shared/kit/page";
import { PageOf } from "@/shared/kit/page-of";
import { ShareButton } from "@/shared/kit/share-button";
import { useAfterDelete } from "@/shared/kit/use-after-delete";
import { useAdapters } from "../api/adapters";
import { Breaker } from "./breaker";
import { Connection } from "./connection";
import type { Engine } from "./engines-page";
import { Positions } from "./positions";

const EditEngine = lazyDialog(() => import("./edit-engine").then((m) => m.EditEngine));

type Path = { org_id: string; engine_key: string };

/** One engine: whether it can be reached, and what it can be asked to do. */
export function EnginePage() {
  const { org = "", key = "" } = useParams({ strict: false });
  return <EngineScreen org={org} engineKey={key} />;
}

export function EngineScreen({ org, engineKey }: { org: string; engineKey: string }) {
  const path = { org_id: org, engine_key: engineKey };
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/engines/{engine_key}", { params: { path } });
  return (
    <PageOf query={got} title={engineKey} height={240}>
      {(engine) => <Loaded path={path} engine={engine} />}
    </PageOf>
  );
}

function Loaded({ path, engine }: { path: Path; engine: Engine }) {
  const { t, i18n } = useTranslation("engines");
  const adapters = useAdapters();
  const [open, setOpen] = useState<"edit" | "delete">();
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/engines/{engine_key}", {
    onSuccess: useAfterDelete("engines", path.org_id),
  });
  const adapter = adapters.data?.items.find((a) => a.name === engine.adapter);
  // The built-in one belongs to no org: there is nothing to change.
  const builtIn = engine.adapter === "builtin";
  return (
    <Page
      title={engine.name}
      actions={
        !builtIn && (
          <>
            <Can do="engine:write" on={engine}>
              <Button variant="default" onClick={() => setOpen("edit")}>
                {t("shared:edit")}
              </Button>
            </Can>
            <ShareButton org={path.org_id} kind="engine" thing={engine} />
            <Can do="engine:write" on={engine}>
              <Button color="red" variant="light" onClick={() => setOpen("delete")}>
                {t("shared:delete")}
              </Button>
            </Can>
          </>
        )
      }
      filters={
        <Group gap="sm">
          <AllLink to="/o/$org/engines" org={path.org_id} label={t("all")} />
          <Code>{engine.key}</Code>
          <Text size="sm">
            {builtIn ? t("builtIn") : adapter ? words(adapter.title, i18n.language) : engine.adapter}
          </Text>
          {!builtIn && <Breaker breaker={engine.breaker} />}
        </Group>
      }
    >
      {engine.description && <Text size="sm">{engine.description}</Text>}
      <Connection path={path} engine={engine} />
      <Positions path={path} />
      {!builtIn && open === "edit" && (
        <EditEngine path={path} engine={engine} close={() => setOpen(undefined)} />
      )}
      <ConfirmDanger
        opened={open === "delete"}
        close={() => {
          setOpen(undefined);
          remove.reset();
        }}
        title={t("deleteTitle", { name: engine.name })}
        effect={t("deleteEffect")}
        act={t("deleteAct")}
        type={engine.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) =>
          remove.mutate({
            params: { path, query: { reason }, header: { "If-Match": etag(engine.revision) } },
          })
        }
      />
    </Page>
  );
}

import { IconFileCode, IconPlugConnected } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import type { Choice } from "@/shared/actions/palette";
import { api } from "@/shared/api/client";
import type { ChainNode } from "@/shared/chain/document";
import { words } from "@/shared/i18n/i18n";
import { useEditor } from "../store";

/** So many of each are offered; typing more leaves fewer. */
const most = 8;
/** Of so many engines the positions are looked through. */
const mostEngines = 20;
const kept = { staleTime: 60_000 };

/** The scripts and the positions of engines that answer what was typed, each as a node of kind `work`. */
export function useWorkChoices(
  typed: string,
  add: (node: Partial<ChainNode>) => void,
): { scripts: Choice[]; positions: Choice[] } {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const asked = typed.trim() !== "";
  const path = { org_id: org };
  const scripts = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts",
    { params: { path, query: { limit: 200 } } },
    { ...kept, enabled: asked },
  ).data;
  const engines = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines",
    { params: { path, query: { limit: 200 } } },
    { ...kept, enabled: asked },
  ).data;
  const listed = engines?.items?.slice(0, mostEngines) ?? [];
  const positions = useQueries({
    queries: listed.map((engine) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/engines/{engine_key}/positions", {
        params: { path: { ...path, engine_key: engine.key } },
      }),
      ...kept,
      enabled: asked,
      retry: false,
    })),
    combine: (all) =>
      all.flatMap((q, i) => q.data?.items?.map((p) => ({ engine: listed[i], position: p })) ?? []),
  });
  if (!asked) return { scripts: [], positions: [] };
  return {
    scripts: best(scripts?.items ?? [], (s) => `${s.name} ${s.key}`, typed)
      .slice(0, most)
      .map((s) => ({
        id: `script ${s.key}`,
        label: s.name,
        icon: <IconFileCode size={18} />,
        hint: t("palette.script", { language: s.language }),
        perform: () => add({ name: s.name, task: { script: s.key, environment: "" } }),
      })),
    positions: best(
      positions,
      ({ engine, position }) =>
        [position.title.en, position.title.zh, position.key, engine?.name, engine?.key].join(" "),
      typed,
    )
      .slice(0, most)
      .map(({ engine, position }) => ({
        id: `position ${engine?.key} ${position.key}`,
        label: words(position.title),
        icon: <IconPlugConnected size={18} />,
        hint: engine?.name,
        perform: () =>
          add({
            name: words(position.title),
            pipeline: { engine: engine?.key ?? "", position: position.key },
          }),
      })),
  };
}

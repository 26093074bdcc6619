import { notifications } from "@mantine/notifications";
import { IconTemplate } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import type { Choice } from "@/shared/actions/palette";
import { api } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { words } from "@/shared/i18n/i18n";
import { useEditor } from "../store";

/** So many are offered; typing more leaves fewer. */
const most = 8;

/** The templates of one chain that answer what was typed, to draw on with their nodes. */
export function useTemplateChoices(
  typed: string,
  add: (name: string, chain: ChainDocument) => void,
): Choice[] {
  const { t, i18n } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const queries = useQueryClient();
  const asked = typed.trim() !== "";
  const { data } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/templates",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { staleTime: 60_000, enabled: asked, retry: false },
  );
  if (!asked) return [];
  const ofOne = (data?.items ?? []).filter((template) => template.chains.length === 1);
  const language = i18n.language.startsWith("zh") ? "zh" : "en";
  return best(ofOne, (x) => `${x.title.en} ${x.title.zh} ${x.key}`, typed)
    .slice(0, most)
    .map((template) => ({
      id: `template ${template.key}`,
      label: words(template.title),
      icon: <IconTemplate size={18} />,
      hint: words(template.summary),
      perform: () =>
        void queries
          .fetchQuery(
            api.queryOptions("get", "/api/v1/orgs/{org_id}/templates/{template_key}/sketch", {
              params: { path: { org_id: org, template_key: template.key }, query: { language } },
            }),
          )
          .then(({ chains }) => {
            // Another chain may have been opened meanwhile.
            const now = useEditor.getState();
            if (now.org === org && now.key === key)
              add(words(template.title), chains[0] as unknown as ChainDocument);
          })
          .catch(() => notifications.show({ message: t("palette.noTemplate"), color: "red" })),
    }));
}

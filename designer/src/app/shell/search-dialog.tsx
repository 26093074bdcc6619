import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconBolt, IconBuilding, IconSitemap } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { offered, registry } from "@/shared/actions/actions";
import { keysOf } from "@/shared/actions/bindings";
import { best } from "@/shared/actions/match";
import { type Choices, Palette } from "@/shared/actions/palette";
import { api } from "@/shared/api/client";
import { may, useOrg } from "@/shared/api/session";
import { useThings } from "./use-things";

/** What matched so many is found by typing more. */
const most = 8;

/** Finds chains, orgs and other things by name, places, and everything that can be done here. */
export function SearchDialog({ org, close }: { org: string; close: () => void }) {
  const { t } = useTranslation("app");
  const go = useNavigate();
  // What lies below this dialog, as it was when it was opened.
  const [actions] = useState(() => offered(registry.getState().layers).filter((a) => !a.hidden));
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const seen = useOrg(org);
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { deep: true, limit: most, ...(asked ? { q: asked } : {}) } } },
    { enabled: org !== "" && may(seen.data, "chain:view"), placeholderData: (before) => before },
  );
  const orgs = api.useQuery(
    "get",
    "/api/v1/orgs",
    { params: { query: { q: asked, limit: 5 } } },
    { enabled: asked !== "", placeholderData: (before) => before },
  );

  const things = useThings(org, asked);

  const named = actions.filter((a, i) => actions.findIndex((b) => b.id === a.id) === i);
  const found = best(named, (a) => a.label, typed);
  const listed = (go: boolean) =>
    found
      .filter((a) => a.id.startsWith("app.go.") === go)
      .slice(0, typed ? most : 12)
      .map((a) => ({
        id: a.id,
        label: a.label,
        icon: go ? <IconArrowRight size={18} stroke={1.5} /> : <IconBolt size={18} stroke={1.5} />,
        hint: a.enabled === false ? a.why : undefined,
        disabled: a.enabled === false,
        keys: keysOf(a)[0],
        perform: a.perform,
      }));
  const groups: Choices[] = [
    { id: "actions", title: t("foundActions"), items: listed(false) },
    {
      id: "chains",
      title: t("place.chains"),
      items: (chains.data?.items ?? []).map((c) => ({
        id: `chain-${c.id}`,
        label: c.name,
        hint: c.key,
        icon: <IconSitemap size={18} stroke={1.5} />,
        perform: () => void go({ to: "/o/$org/chains/$key", params: { org: c.org_id, key: c.key } }),
      })),
    },
    { id: "places", title: t("places"), items: listed(true) },
    {
      id: "orgs",
      title: t("foundOrgs"),
      items: (asked ? (orgs.data?.items ?? []) : []).map((o) => ({
        id: `org-${o.id}`,
        label: o.name,
        hint: o.path
          .slice(0, -1)
          .map((c) => c.name)
          .join(" / "),
        icon: <IconBuilding size={18} stroke={1.5} />,
        perform: () => void go({ to: "/o/$org/chains", params: { org: o.id } }),
      })),
    },
  ];
  // What was typed says best whether somebody wants to go somewhere or to do something.
  const goes = typed !== "" && found[0]?.id.startsWith("app.go.");
  const order = ["chains", ...(goes ? ["places", "actions"] : ["actions", "places"]), "orgs"];
  groups.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const some = groups.some((g) => g.items.length > 0);
  return (
    <Palette
      typed={typed}
      setTyped={setTyped}
      groups={[...groups, ...things.groups]}
      // The things stand last: Enter waits for them only where nothing stands before them.
      going={chains.isFetching || orgs.isFetching || (!some && things.going) || asked !== typed.trim()}
      close={close}
    />
  );
}

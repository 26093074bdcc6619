import { useNavigate } from "@tanstack/react-router";
import i18next from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { useOrg } from "@/shared/api/session";
import { changeLanguage } from "@/shared/i18n/i18n";
import { placesFor } from "./places";

type Frame = { org: string; search: () => void; keys: () => void; fold: () => void };

/** Focuses the field that searches this screen; false if there is none. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("main [data-search], main input[type=search]");
  field?.focus();
  return field !== null;
}

/** Focuses the next of the page's regions, or the one before; what stands beside a screen's own is one too. */
function goRegion(by: 1 | -1) {
  const regions = [...document.querySelectorAll<HTMLElement>("header, nav, main, main aside, footer")].filter(
    (r) => r.getClientRects().length > 0 && (r.matches("aside") || !r.parentElement?.closest("main")),
  );
  const here = regions.findLastIndex((r) => r.contains(document.activeElement));
  const at = here < 0 && by < 0 ? 0 : here;
  const next = regions.at((at + by + regions.length) % regions.length);
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
}

/** The actions that are offered on every screen. */
export function useShellActions({ org, search, keys, fold }: Frame): void {
  const { t, i18n } = useTranslation("app");
  const go = useNavigate();
  const seen = useOrg(org);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the frame's own functions do the same at each render
  const actions = useMemo<Action[]>(
    () => [
      { id: "app.search", label: t("search"), keys: ["mod+k"], always: true, hidden: true, perform: search },
      {
        id: "app.find",
        label: t("findHere"),
        keys: ["/"],
        hidden: true,
        perform: () => focusSearch() || search(),
      },
      ...placesFor(seen.data).map((p) => ({
        id: `app.go.${p.id}`,
        label: t("go", { place: t(`place.${p.id}`) }),
        keys: [p.keys],
        perform: () => void go({ to: p.address(org) }),
      })),
      {
        id: "app.go.settings",
        label: t("go", { place: t("settings") }),
        keys: ["g ,"],
        perform: () => void go({ to: "/me" }),
      },
      { id: "app.keys", label: t("keys"), keys: ["?"], perform: keys },
      { id: "app.fold", label: t("foldAction"), keys: ["mod+b"], perform: fold },
      {
        id: "app.region",
        label: t("nextRegion"),
        keys: ["f6"],
        always: true,
        hidden: true,
        perform: () => goRegion(1),
      },
      {
        id: "app.regionBefore",
        label: t("regionBefore"),
        keys: ["shift+f6"],
        always: true,
        hidden: true,
        perform: () => goRegion(-1),
      },
      {
        id: "app.language",
        label: t("otherLanguage"),
        perform: () => void changeLanguage(i18next.language === "en" ? "zh-CN" : "en"),
      },
    ],
    [t, i18n.language, seen.data, org, go, fold],
  );
  useActions(actions);
}

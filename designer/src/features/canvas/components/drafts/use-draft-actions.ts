import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Action } from "@/shared/actions/actions";
import type { Shape } from "@/shared/api/client";
import { exportDocument } from "@/shared/api/export-document";
import { whyNot } from "@/shared/kit/why-not";
import { useEditor } from "../../store";
import { type Tab, tabs } from "../tabs";

/** What opens over the page for the draft. */
export type DraftDialog = "document" | "saves" | "import" | "template";

type Options = {
  /** The window is too narrow to draw in. */
  small: boolean;
  mayKeep: boolean;
  open: (dialog: DraftDialog) => void;
  discard: () => void;
  failed: (error: unknown) => void;
};

/** What can be done with the draft as a whole: its menu and the palette offer the same. */
export function useDraftActions(chain: Shape<"ChainBody">, options: Options): Action[] {
  const { t } = useTranslation("canvas");
  const { small, mayKeep, open, discard, failed } = options;
  const navigate = useNavigate();
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const editing = useEditor((s) => s.editing);
  const shown = tabs.find((tab) => tab === search.tab) ?? "canvas";
  const goTo = (tab: Tab, more: object = {}) =>
    void navigate({ to: ".", search: { ...(tab === "canvas" ? {} : { tab }), ...more } });
  const tooSmall = small ? t("draft.narrow") : undefined;
  const noEdit = whyNot("chain:edit", chain) ?? tooSmall;
  const unchanged = chain.draft.changed ? undefined : t("publish.nothing", { version: chain.version });
  const noDiscard = noEdit ?? unchanged;
  const exporting = (as: "yaml" | "json"): Action => ({
    id: `canvas.export.${as}`,
    label: t(`export.${as}`),
    perform: () => void exportDocument(chain.org_id, chain.key, undefined, as).catch(failed),
  });
  const unpublished = chain.version > 0 ? undefined : t("versions.none");
  return [
    // While somebody edits, the button for it offers it.
    ...(editing
      ? []
      : [
          {
            id: "canvas.test",
            label: t("trial.act"),
            keys: ["mod+enter"],
            enabled: false,
            why: noEdit ?? t("trial.editFirst"),
            perform: () => {},
          },
        ]),
    {
      id: "canvas.compareLive",
      label: t("versions.compareLive"),
      enabled: unpublished === undefined,
      why: unpublished,
      perform: () => goTo("versions", { version: "draft", compare: String(chain.version) }),
    },
    ...tabs
      .filter((tab) => tab !== shown)
      .map((tab) => ({
        id: `canvas.tab.${tab}`,
        label: t("page.show", { tab: t(`page.tab.${tab}`) }),
        perform: () => goTo(tab),
      })),
    { id: "canvas.document", label: t("document.item"), perform: () => open("document") },
    { id: "canvas.saves", label: t("saves.item"), perform: () => open("saves") },
    {
      id: "canvas.import",
      label: t("import.open"),
      enabled: noEdit === undefined,
      why: noEdit,
      perform: () => open("import"),
    },
    exporting("yaml"),
    exporting("json"),
    ...(mayKeep
      ? [
          {
            id: "canvas.keepAsTemplate",
            label: `${t("chain-templates:saveItem")}…`,
            perform: () => open("template"),
          },
        ]
      : []),
    ...(chain.version > 0
      ? [
          {
            id: "canvas.discard",
            label: t("draft.discard"),
            enabled: noDiscard === undefined,
            why: noDiscard,
            perform: discard,
          },
        ]
      : []),
  ];
}

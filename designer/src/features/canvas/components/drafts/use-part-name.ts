import { useTranslation } from "react-i18next";
import type { ChainEdge, ChainNode, Group, Note } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import type { Part } from "../../model/parts";
import { useEditor } from "../../store";

/** What people call a part of the draft. */
export function usePartName() {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const nodeName = (id: string) => findNode(document, id)?.name || id;
  return (part: Part, value?: unknown): string => {
    switch (part.sort) {
      case "node":
        return t("part.node", { name: (value as ChainNode | undefined)?.name || nodeName(part.id) });
      case "edge": {
        const edge = value as ChainEdge | undefined;
        const [from = "", to = ""] = part.id.replace(/!?( \d+)?$/, "").split("→");
        return t("part.edge", { from: nodeName(edge?.from ?? from), to: nodeName(edge?.to ?? to) });
      }
      case "note":
        return t("part.note", { text: (value as Note | undefined)?.text.slice(0, 40) ?? part.id });
      case "group":
        return t("part.group", { name: (value as Group | undefined)?.name ?? part.id });
      case "place":
        return t("part.place", { name: nodeName(part.id) });
      case "field":
        return t("part.field", { name: part.id });
    }
  };
}

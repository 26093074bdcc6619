import { useTranslation } from "react-i18next";
import type { ChainDocument } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import type { Change } from "../../api/compare";
import { useEditor } from "../../store";

/** What people call the thing that differs, by the document that has it. */
export function useChangeName(document?: ChainDocument) {
  const { t } = useTranslation("canvas");
  const draft = useEditor((s) => s.document);
  const nodeName = (id: string) => findNode(document ?? draft, id)?.name || id;
  return (c: Change): string => {
    switch (c.subject) {
      case "node":
        return t("part.node", { name: nodeName(c.node ?? "") });
      case "edge":
        return t("part.edge", { from: nodeName(c.from ?? ""), to: nodeName(c.to ?? "") });
      case "layout":
        return t("part.canvas");
      default:
        return t("part.field", { name: c.pointer.split("/")[1] ?? "" });
    }
  };
}

import { Alert, Button, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { edgeKey, nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { told } from "@/shared/i18n/told";
import { useEditor } from "../../store";

type Props = {
  problems: Shape<"FindingBody">[];
  /** Errors keep the draft from being published; warnings are to be known. */
  severity: "error" | "warning";
  close: () => void;
};

/** What speaks against publishing the draft, and the way to each. */
export function Obstacles({ problems, severity, close }: Props) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const open = useEditor((s) => s.open);
  const here = problems.filter((p) => p.severity === severity);
  if (here.length === 0) return null;
  const wrong = severity === "error";
  return (
    <Alert
      color={wrong ? "red" : "yellow"}
      role={wrong ? "alert" : "note"}
      title={t(wrong ? "publish.obstacles" : "publish.warnings", { count: here.length })}
    >
      <List size="sm" spacing={4}>
        {here.map((p) => {
          const node = p.node ? findNode(document, p.node) : undefined;
          const edge = document.edges.find((e) => e.from === p.from && e.to === p.to);
          const target = node ? { node: node.id } : edge ? { edge: edgeKey(edge) } : undefined;
          return (
            <List.Item key={`${p.code} ${p.pointer} ${p.detail}`}>
              {node && <strong>{`${nodeName(node)}: `}</strong>}
              {told(p.code, p.detail)}{" "}
              {target && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => {
                    close();
                    open(target);
                  }}
                >
                  {t("publish.goTo")}
                </Button>
              )}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}

import { Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { lazily } from "@/shared/kit/lazily";
import formClasses from "@/shared/schema-form/form.module.css";

const previewed = ["approval", "form", "hold", "http", "notify", "wait"] as const;

const NodePreview = lazily(() => import("./node-preview").then((m) => m.NodePreview), {
  waiting: () => <Skeleton height={80} />,
});

/** What a node will show or send, folded until somebody wants to see it; nothing for kinds without. */
export function PreviewFold({ node, name }: { node: ChainNode; name: string }) {
  const { t } = useTranslation("canvas");
  const [open, setOpen] = useState(false);
  const kind = previewed.find((k) => k === node.kind);
  if (!kind) return null;
  return (
    <details className={formClasses.more} open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t(`preview.title.${kind}`)}</summary>
      {open && <NodePreview node={node} name={name} />}
    </details>
  );
}

import { Badge, Tabs } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { findNode, pathTo } from "@/shared/chain/graph";
import { KindIcon } from "@/shared/flow/kind-icon";
import { words } from "@/shared/i18n/i18n";
import { lazily } from "@/shared/kit/lazily";
import { Markdown } from "@/shared/kit/markdown";
import { useEditor } from "../../store";
import { Drawer } from "./drawer";
import classes from "./drawer.module.css";
import { nodesBefore } from "./known";
import { NodeSettings } from "./node-settings";
import { nodeProblems } from "./problems-of";
import { useSamples } from "./use-samples";

const InputTab = lazily(() => import("./input-tab").then((m) => m.InputTab));
const OutputTab = lazily(() => import("./output-tab").then((m) => m.OutputTab));
const TestTab = lazily(() => import("./test-tab").then((m) => m.TestTab));

const tabs = ["settings", "input", "output", "test", "help"] as const;
type Tab = (typeof tabs)[number];

/** The settings of a node, what came in and out of it last, its test and its help. */
export function NodeDrawer({ id }: { id: string }) {
  const node = useEditor((s) => findNode(s.document, id));
  const [tab, setTab] = useState<Tab>("settings");
  return node ? <Opened key={id} node={node} tab={tab} onTab={setTab} /> : null;
}

type Props = { node: ChainNode; tab: Tab; onTab: (tab: Tab) => void };

function Opened({ node, tab, onTab }: Props) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const kind = useEditor((s) => s.kinds.get(node.kind));
  const findings = useEditor((s) => s.problems);
  const depth = (pathTo(document, node.id) ?? []).length;
  const problems = useMemo(() => nodeProblems(findings, node.id, depth), [findings, node.id, depth]);
  const before = nodesBefore(document, node.id)
    .map((n) => n.id)
    .join(" ");
  const asked = useMemo(() => [...before.split(" ").filter(Boolean), node.id], [before, node.id]);
  const samples = useSamples(asked);

  return (
    <Drawer
      icon={<KindIcon name={kind?.icon} />}
      title={nodeName(node)}
      kind={kind ? words(kind.title) : node.kind}
    >
      <Tabs
        className={classes.tabs}
        keepMounted={false}
        value={tab}
        onChange={(to) => onTab((to ?? "settings") as Tab)}
      >
        <Tabs.List aria-label={t("drawer.tabs")} px="xs">
          {tabs.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                name === "settings" && problems.length > 0 ? (
                  <Badge
                    size="xs"
                    color="red"
                    variant="filled"
                    aria-label={t("drawer.problems", { count: problems.length })}
                  >
                    {problems.length}
                  </Badge>
                ) : undefined
              }
            >
              {t(`drawer.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="settings" className={classes.body}>
          <NodeSettings node={node} problems={problems} samples={samples} />
        </Tabs.Panel>
        <Tabs.Panel value="input" className={classes.body}>
          <InputTab node={node} samples={samples} />
        </Tabs.Panel>
        <Tabs.Panel value="output" className={classes.body}>
          <OutputTab node={node} samples={samples} />
        </Tabs.Panel>
        <Tabs.Panel value="test" className={classes.body}>
          <TestTab node={node} effects={kind?.effects ?? true} />
        </Tabs.Panel>
        <Tabs.Panel value="help" className={classes.body} tabIndex={0}>
          {kind ? (
            <Markdown text={words(kind.help)} level={3} />
          ) : (
            t("drawer.unknownKind", { kind: node.kind })
          )}
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}

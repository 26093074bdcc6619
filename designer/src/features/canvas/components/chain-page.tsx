import { ActionIcon, Badge, Button, Group, Skeleton, Tabs, Title, Tooltip } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconChevronLeft } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { findEdge, findNode } from "@/shared/chain/graph";
import { ErrorState } from "@/shared/kit/error-state";
import { whenIdle } from "@/shared/lib/idle";
import { bringIntoView } from "../actions/bench";
import { type Target, useEditor } from "../store";
import { showPane } from "../workspace";
import { Canvas } from "./canvas";
import classes from "./chain-page.module.css";
import { DraftBar } from "./drafts/draft-bar";
import {
  bringSoon,
  CalledPicture,
  DraftNotes,
  EdgeDrawer,
  LeaseNote,
  NodeDrawer,
  RunsTab,
  SettingsTab,
  TriggersTab,
  VersionsTab,
} from "./later";
import { type Tab, tabs } from "./tabs";
import { useOpened } from "./use-opened";

/** A chain: its draft on the canvas, its versions, runs, triggers and settings. What is open stands in the address. */
export function ChainPage() {
  const { t } = useTranslation("canvas");
  const { org = "", key = "" } = useParams({ strict: false });
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const navigate = useNavigate();
  const opened = useOpened(org, key);
  const name = useEditor((s) => s.document.name);
  const node = useEditor((s) => (search.node ? findNode(s.document, search.node)?.id : undefined));
  const edge = useEditor((s) => (search.edge && findEdge(s.document, search.edge) ? search.edge : undefined));
  const setOpener = useEditor((s) => s.setOpener);
  const title = opened.chain ? name || opened.chain.name : key;
  useDocumentTitle(`${title} · Catenary`);
  useEffect(() => {
    setOpener((target?: Target) => {
      void navigate({
        to: ".",
        search: (old: Record<string, string | undefined>) => ({
          ...old,
          node: target?.node,
          edge: target?.edge,
          called: target?.called,
        }),
      });
    });
  }, [navigate, setOpener]);

  // The drawer takes room from the canvas, maybe that of the very node that it is about.
  useEffect(() => {
    if (node === undefined) return;
    const soon = setTimeout(() => bringIntoView(node), 100);
    return () => clearTimeout(soon);
  }, [node]);

  // Nobody should wait for what they open next.
  const { ready } = opened;
  useEffect(() => (ready ? whenIdle(bringSoon) : undefined), [ready]);

  if (opened.error) return <ErrorState whole error={opened.error} retry={opened.retry} />;
  const tab = tabs.find((n) => n === search.tab) ?? "canvas";
  const goTo = (to: Tab) => navigate({ to: ".", search: { ...(to === "canvas" ? {} : { tab: to }) } });
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Link to="/o/$org/chains" params={{ org }} className={classes.back} aria-label={t("page.back")}>
          <IconChevronLeft size={18} aria-hidden />
        </Link>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        <span className={classes.grow} />
        {opened.ready && tab === "canvas" && <EditingBar />}
        {opened.ready && <DraftBar />}
      </header>
      <Tabs value={tab} onChange={(to) => goTo((to ?? "canvas") as Tab)} className={classes.tabs}>
        <Tabs.List aria-label={t("page.tabs")}>
          {tabs.map((n) => (
            <Tabs.Tab key={n} value={n}>
              {t(`page.tab.${n}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {opened.ready && <DraftNotes />}
      {opened.ready && <LeaseNote />}
      {!opened.ready ? (
        <Skeleton className={classes.body} radius={0} />
      ) : (
        <div className={classes.body}>
          {tab === "canvas" && search.called && <Called ids={search.called.split("/")} node={node} />}
          {tab === "canvas" && !search.called && (
            <>
              <Canvas />
              {node !== undefined && <NodeDrawer id={node} />}
              {node === undefined && edge !== undefined && <EdgeDrawer edge={edge} />}
            </>
          )}
          {tab === "versions" && <VersionsTab />}
          {tab === "runs" && <RunsTab />}
          {tab === "triggers" && <TriggersTab />}
          {tab === "settings" && <SettingsTab />}
        </div>
      )}
    </div>
  );
}

/** A chain that a node runs, in place of the canvas. */
function Called({ ids, node }: { ids: string[]; node: string | undefined }) {
  const document = useEditor((s) => s.document);
  const open = useEditor((s) => s.open);
  const go = (to: string[]) =>
    open({ ...(node === undefined ? {} : { node }), ...(to.length > 0 ? { called: to.join("/") } : {}) });
  return <CalledPicture document={document} ids={ids} go={go} />;
}

/** Undo, redo and how many problems there are. */
function EditingBar() {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const last = useEditor((s) => s.history.past.at(-1)?.label);
  const next = useEditor((s) => s.history.future[0]?.step.label);
  const { undo, redo } = useEditor.getState();
  const problems = useEditor((s) => s.problems.length);
  return (
    <Group gap={4} wrap="nowrap">
      {editing && (
        <>
          <Tooltip label={last ? t("history.undoThis", { step: last }) : t("history.undo")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("history.undo")}
              disabled={!last}
              onClick={undo}
            >
              <IconArrowBackUp size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={next ? t("history.redoThis", { step: next }) : t("history.redo")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("history.redo")}
              disabled={!next}
              onClick={redo}
            >
              <IconArrowForwardUp size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      {problems > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconAlertTriangle size={16} aria-hidden />}
          rightSection={<Badge size="sm">{problems}</Badge>}
          onClick={() => showPane("problems")}
        >
          {t("problems.title")}
        </Button>
      )}
    </Group>
  );
}

import { Box, Skeleton } from "@mantine/core";
import { lazily, lazyDialog } from "@/shared/kit/lazily";
import classes from "./chain-page.module.css";
import { DrawerSpace } from "./drawers/drawer-space";
import { paneHeight } from "./pane-height";
import pane from "./side-pane.module.css";

// What is not needed for the first sight of a chain comes when it is opened.

const drawer = { waiting: () => <DrawerSpace /> };
const tab = { waiting: () => <Skeleton className={classes.body} radius={0} /> };

export const CalledPicture = lazily(() => import("./called-picture").then((m) => m.CalledPicture), {
  waiting: () => <Skeleton className={classes.body} radius={0} />,
});
export const NodeDrawer = lazily(() => import("./drawers/node-drawer").then((m) => m.NodeDrawer), drawer);
export const EdgeDrawer = lazily(() => import("./drawers/edge-drawer").then((m) => m.EdgeDrawer), drawer);
export const Outline = lazily(() => import("./outline").then((m) => m.Outline));
export const SidePane = lazily(() => import("./side-pane").then((m) => m.SidePane), {
  waiting: () => <div className={pane.pane} />,
});
export const BottomPane = lazily(() => import("./bottom-pane").then((m) => m.BottomPane), {
  waiting: () => <div className={pane.bottom} style={{ height: paneHeight() }} />,
});
export const DraftMenu = lazily(() => import("./drafts/draft-menu").then((m) => m.DraftMenu), {
  waiting: () => <Box w={28} h={28} />,
});

// It stands on the page from the beginning, so it comes as soon as the chain is shown.
export const CanvasDialogs = lazily(() => import("./canvas-dialogs").then((m) => m.CanvasDialogs));

export const CanvasMenu = lazily(() => import("./canvas-menu").then((m) => m.CanvasMenu), {
  failed: () => null,
});

export const VersionsTab = lazily(() => import("./versions/versions-tab").then((m) => m.VersionsTab), tab);
export const RunsTab = lazily(() => import("./runs-tab").then((m) => m.RunsTab), tab);
export const TriggersTab = lazily(
  () => import("./chain-triggers/triggers-tab").then((m) => m.TriggersTab),
  tab,
);
export const SettingsTab = lazily(
  () => import("./chain-settings/settings-tab").then((m) => m.SettingsTab),
  tab,
);

export const PublishDialog = lazyDialog(() =>
  import("./publish/publish-dialog").then((m) => m.PublishDialog),
);
export const TrialDialog = lazyDialog(() => import("./trial/trial-dialog").then((m) => m.TrialDialog));
export const TrialStrip = lazily(() => import("./trial/trial-strip").then((m) => m.TrialStrip));
export const StartDialog = lazyDialog(() => import("./start/start-dialog").then((m) => m.StartDialog));
export const MergeDialog = lazyDialog(() => import("./drafts/merge-dialog").then((m) => m.MergeDialog));
export const SavesDialog = lazyDialog(() => import("./drafts/saves-dialog").then((m) => m.SavesDialog));
export const DocumentDialog = lazyDialog(() =>
  import("./drafts/document-dialog").then((m) => m.DocumentDialog),
);
export const ScriptDiff = lazyDialog(() => import("./versions/script-diff").then((m) => m.ScriptDiff));
export const ImportDialog = lazyDialog(() => import("./drafts/import-dialog").then((m) => m.ImportDialog));

export const DraftNotes = lazily(() => import("./drafts/draft-notes").then((m) => m.DraftNotes));
export const LeaseNote = lazily(() => import("./drafts/lease-note").then((m) => m.LeaseNote));

export const TakeOverDialog = lazyDialog(() =>
  import("@/shared/kit/confirm-danger").then((m) => m.ConfirmDanger),
);

/** Brings, before it is asked for, what most people open next. */
export function bringSoon() {
  for (const part of [
    NodeDrawer,
    CanvasMenu,
    SidePane,
    Outline,
    BottomPane,
    EdgeDrawer,
    TrialDialog,
    PublishDialog,
  ])
    part.preload();
}

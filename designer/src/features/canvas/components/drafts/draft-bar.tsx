import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { useEditor } from "../../store";
import { DraftMenu, MergeDialog } from "../later";
import { PublishControl } from "../publish/publish-control";
import { StartControl } from "../start/start-control";
import { TrialControl } from "../trial/trial-control";
import { useDesk } from "./desk";
import classes from "./draft-bar.module.css";
import { DraftChip } from "./draft-chip";
import { HoldControl } from "./hold-control";
import { useDraftOnDesk } from "./use-desk";

/** How the draft is kept, who edits it, and what can be made of it. */
export function DraftBar() {
  const { t } = useTranslation("canvas");
  useDraftOnDesk();
  const editing = useEditor((s) => s.editing);
  const keeper = useDesk((s) => s.keeper);
  const [merging, setMerging] = useState(false);
  const actions: Action[] = [
    {
      id: "canvas.saveNow",
      label: t("draft.saveNow"),
      keys: ["mod+s"],
      always: true,
      perform: () => void useDesk.getState().flush(),
    },
  ];
  useActions(actions);
  return (
    <div className={classes.bar}>
      <DraftChip onMerge={() => setMerging(true)} />
      <HoldControl />
      <StartControl />
      {editing && <TrialControl />}
      <PublishControl />
      <DraftMenu />
      {merging && keeper && <MergeDialog keeper={keeper} close={() => setMerging(false)} />}
    </div>
  );
}

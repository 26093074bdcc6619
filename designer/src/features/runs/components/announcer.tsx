import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { allSteps, type Journal, type Step } from "../model/journal";

/** Tells screen readers what the run does, at most once a second. */
export function Announcer({ journal, name }: { journal: Journal; name: (node: string) => string }) {
  const { t } = useTranslation(["runs", "shared"]);
  const [said, setSaid] = useState("");
  const next = useRef("");
  const before = useRef<Journal>(undefined);
  useEffect(() => {
    const old = before.current;
    before.current = journal;
    // What was there when the page opened is not news.
    if (!old || old.seq === 0 || old === journal) return;
    const words: string[] = [];
    if (old.state !== journal.state)
      words.push(t("runs:said.run", { state: t(`shared:state.${journal.state}`) }));
    const changed = latest(allSteps(journal), old);
    if (changed)
      words.push(
        t("runs:said.step", { name: name(changed.node), state: t(`shared:state.${changed.state}`) }),
      );
    if (words.length > 0) next.current = words.join(" ");
  }, [journal, name, t]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(next.current), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="hidden-visually" role="status">
      {said}
    </div>
  );
}

function latest(steps: Step[], old: Journal): Step | undefined {
  return steps.findLast((s) => old.scopes.get(s.scope)?.steps.get(s.node)?.state !== s.state);
}

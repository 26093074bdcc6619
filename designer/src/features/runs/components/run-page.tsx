import { useParams } from "@tanstack/react-router";
import { RunScreen } from "./run-screen";

/** `/o/:org/runs/:run` */
export function RunPage() {
  const { org = "", run = "" } = useParams({ strict: false });
  return <RunScreen key={run} org={org} run={run} />;
}

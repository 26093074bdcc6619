import { useParams } from "@tanstack/react-router";
import { RunsScreen } from "./runs-screen";

/** `/o/:org/runs?q=` */
export function RunsPage() {
  const { org = "" } = useParams({ strict: false });
  return <RunsScreen key={org} org={org} />;
}

import { Skeleton } from "@mantine/core";
import type { DiffViewProps } from "./diff-view-view";
import { lazily } from "./lazily";

/** Two texts side by side, or one in the other where there is no room, with what changed marked. */
export const DiffView = lazily<DiffViewProps>(() => import("./diff-view-view").then((m) => m.DiffViewView), {
  waiting: () => <Skeleton height={240} />,
});

import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { DiffViewProps } from "./diff-view-view";

const View = lazy(() => import("./diff-view-view"));

/** Two texts side by side, or one in the other where there is no room, with what changed marked. */
export function DiffView(props: DiffViewProps) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <View {...props} />
    </Suspense>
  );
}

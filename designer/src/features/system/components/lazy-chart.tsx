import { Skeleton } from "@mantine/core";
import { lazily } from "@/shared/kit/lazily";

/** A chart, once what draws it is there. */
export const LazyChart = lazily(() => import("./chart").then((m) => m.Chart), {
  waiting: () => <Skeleton height={240} />,
});

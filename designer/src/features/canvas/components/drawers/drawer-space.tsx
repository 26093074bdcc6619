import { Skeleton, Stack } from "@mantine/core";
import classes from "./drawer.module.css";
import { useWidth } from "./use-width";

/** Holds the room of a drawer that is on its way, so that the canvas does not move twice. */
export function DrawerSpace() {
  const { width } = useWidth();
  return (
    <aside className={classes.drawer} aria-busy style={{ "--width": `${width}px` } as never}>
      <Stack p="md" gap="md">
        <Skeleton height={24} width="60%" />
        <Skeleton height={32} />
        <Skeleton height={120} />
      </Stack>
    </aside>
  );
}

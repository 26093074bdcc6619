import { Drawer } from "@mantine/core";
import { Rail } from "./rail";

/** The places, where there is no room for the rail. */
export function MenuDrawer({ org, path, close }: { org: string; path: string; close: () => void }) {
  return (
    <Drawer opened onClose={close} title="Catenary" size={264} padding="sm">
      <Rail org={org} path={path} pick={close} />
    </Drawer>
  );
}

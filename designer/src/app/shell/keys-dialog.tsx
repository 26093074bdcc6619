import { useState } from "react";
import { offered, registry } from "@/shared/actions/actions";
import { KeyList } from "@/shared/actions/key-list";

/** The keys of all that can be done on the screen that is open. */
export function KeysDialog({ close }: { close: () => void }) {
  const [actions] = useState(() => offered(registry.getState().layers));
  return <KeyList actions={actions} close={close} />;
}

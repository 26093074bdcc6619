import type { ReactNode } from "react";
import { Lacking } from "./lacking-text";

/**
 * Why an action cannot be done for want of a permission, as a list of actions says it; undefined where the server
 * lists the permission. Who can grant it is asked when somebody looks.
 */
export function whyNot(permission: string, on: { can: string[]; org_id?: string }): ReactNode {
  return on.can.includes(permission) ? undefined : <Lacking permission={permission} org={on.org_id} />;
}

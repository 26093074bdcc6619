import { Tooltip } from "@mantine/core";
import { cloneElement, type ReactElement } from "react";
import { LackingText } from "./lacking-text";

type Props = {
  /** A permission such as `chain:publish`. */
  do: string;
  /** What the server said may be done with the thing. */
  on: { can: string[]; org_id?: string; id?: string; path?: unknown } | undefined;
  /** The org where the permission is needed, where the thing doesn't say it: an org's own id, a thing's `org_id`. */
  at?: string | undefined;
  /** One control that can be disabled. */
  children: ReactElement<{ disabled?: boolean }>;
  /** What something around it, such as a menu, gives the control to open by. */
  [given: string]: unknown;
};

/**
 * A control that works only with a permission that the server lists; else it is disabled and says which one, where
 * and who can grant it, also to who comes by keyboard: what is disabled itself cannot have the focus. The server
 * is asked for that when somebody wants to know.
 */
export function Can({ do: permission, on, at, children, ...given }: Props) {
  if (!on || on.can.includes(permission)) return cloneElement(children, given);
  const org = at ?? on.org_id ?? (Array.isArray(on.path) ? on.id : undefined);
  return (
    <Tooltip
      label={<LackingText permission={permission} org={org} />}
      events={{ hover: true, focus: true, touch: true }}
      multiline
      maw={320}
      // It stands in the region that it is about.
      withinPortal={false}
      floatingStrategy="fixed"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip is what the focus is for */}
      <span tabIndex={0}>{cloneElement(children, { disabled: true })}</span>
    </Tooltip>
  );
}

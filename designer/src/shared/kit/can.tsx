import { Tooltip } from "@mantine/core";
import { cloneElement, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { usePermissionName } from "./permissions";

type Props = {
  /** A permission such as `chain:publish`. */
  do: string;
  /** What the server said may be done with the thing. */
  on: { can: string[] } | undefined;
  /** One control that can be disabled. */
  children: ReactElement<{ disabled?: boolean }>;
  /** What something around it, such as a menu, gives the control to open by. */
  [given: string]: unknown;
};

/** A control that works only with a permission that the server lists; else it is disabled and says why. */
export function Can({ do: permission, on, children, ...given }: Props) {
  const { t } = useTranslation();
  const name = usePermissionName();
  if (!on || on.can.includes(permission)) return cloneElement(children, given);
  return (
    <Tooltip label={t("lacking", { permission: name(permission) })}>
      <span>{cloneElement(children, { disabled: true })}</span>
    </Tooltip>
  );
}

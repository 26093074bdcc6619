import { InputWrapperContext } from "@mantine/core";
import { type ReactNode, useContext } from "react";

/**
 * For `inputContainer`: names what describes a control of the kit. An `aria-describedby` given to the control
 * itself is overwritten by the kit, which knows only descriptions that it renders.
 */
export function described(by: string | undefined) {
  return (control: ReactNode) => <Described by={by}>{control}</Described>;
}

function Described({ by, children }: { by: string | undefined; children: ReactNode }) {
  const given = useContext(InputWrapperContext);
  return <InputWrapperContext value={{ ...given, describedBy: by }}>{children}</InputWrapperContext>;
}

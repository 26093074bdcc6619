import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "../form.module.css";

type Props = {
  /** Of the control; label, description and error are named after it. */
  id: string;
  label: string;
  /** The control says its label itself, or it stands where its place says it. */
  unlabelled?: boolean | undefined;
  required?: boolean | undefined;
  aside?: ReactNode;
  description: string;
  error: string;
  warning: string;
  children: ReactNode;
};

/** The ids by which a control is described, if there is something to say. */
export function describedBy(id: string, p: Pick<Props, "description" | "error" | "warning">) {
  const ids = [p.error && `${id}-error`, p.warning && `${id}-warning`, p.description && `${id}-about`].filter(
    Boolean,
  );
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** A control with its label, what it is for, and what is wrong with it. */
export function Frame(props: Props) {
  const { id, label, unlabelled, required, aside, description, children } = props;
  return (
    <div className={classes.field}>
      {(!unlabelled || aside) && (
        <div className={classes.head}>
          {unlabelled ? (
            <span />
          ) : (
            <label
              className={classes.label}
              data-required={required || undefined}
              htmlFor={id}
              id={`${id}-label`}
            >
              {label}
            </label>
          )}
          {aside}
        </div>
      )}
      {children}
      <Said {...props} />
      {description && (
        <p className={classes.about} id={`${id}-about`}>
          {description}
        </p>
      )}
    </div>
  );
}

/** What is wrong, in a line of its own. */
export function Said({ id, error, warning }: Pick<Props, "id" | "error" | "warning">) {
  return (
    <>
      {error && (
        <p className={classes.wrong} id={`${id}-error`}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>{error}</span>
        </p>
      )}
      {warning && (
        <p className={classes.warning} id={`${id}-warning`}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>{warning}</span>
        </p>
      )}
    </>
  );
}

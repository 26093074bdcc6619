import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./detail.module.css";

type Props = { title: string; aside?: ReactNode; open?: boolean; children: ReactNode };

/** A part of the detail that can be folded; what is folded is not fetched. */
export function Section({ title, aside, open: first = true, children }: Props) {
  const [open, setOpen] = useState(first);
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon size={16} aria-hidden />
          {title}
        </button>
        {aside}
      </h3>
      {open && <div className={classes.inside}>{children}</div>}
    </section>
  );
}

import { useTranslation } from "react-i18next";
import type { Release } from "../api/releases";
import { partOf } from "../model/part";
import classes from "./releases.module.css";

/** A part of a seal in words: its phase, what of it, the node. Its pointer is beside. */
export function PartName({ pointer, release }: { pointer: string; release: Pick<Release, "plan"> }) {
  const { t } = useTranslation("releases");
  const { phase, of, node, rest } = partOf(pointer, release);
  const words = [phase, of && t(of), node, rest].filter(Boolean).join(" › ");
  return (
    <span className={classes.part}>
      {words} <code className={classes.dim}>{pointer}</code>
    </span>
  );
}
